import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLastKnown, type LastKnown } from './last-known.ts'
import { openAccess, type AccessParts } from './testing/access-parts.ts'

const technician = { role: 'technician', courtId: 'court-1' } as const

describe('who was signed in when the store was asked last', () => {
  let access: AccessParts
  let known: LastKnown
  let personId: string
  let cookie: string
  beforeEach(async () => {
    access = await openAccess('sqlite')
    known = createLastKnown(access)
    ;({ personId } = await access.person('ann', [technician]))
    cookie = await access.begin(personId)
  })
  afterEach(() => access.store.end())

  it('is known once it was asked, and not before', async () => {
    expect(known.last(cookie)).toBeUndefined()
    const found = await known.find(cookie)
    expect(found).toMatchObject({ personId, grants: [technician] })
    expect(known.last(cookie)).toEqual(found)
    expect(await known.find('another')).toBeUndefined()
    expect(known.last('another')).toBeUndefined()
  })

  it('is forgotten as soon as anybody loses a right or a session, until it is asked again', async () => {
    await known.find(cookie)
    await access.people.change(personId, { take: [technician] }, null)
    expect(known.last(cookie)).toBeUndefined()
    expect(await known.find(cookie)).toMatchObject({ grants: [] })
    await access.sessions.endAll(personId)
    expect(known.last(cookie)).toBeUndefined()
    expect(await known.find(cookie)).toBeUndefined()
    expect(known.last(cookie)).toBeUndefined()
  })

  it('is not what was asked before a change and answered after it', async () => {
    const asked = known.find(cookie)
    access.rightsChanges.changed()
    expect(await asked).toMatchObject({ personId })
    expect(known.last(cookie)).toBeUndefined()
  })

  it('is nobody whose session is over', async () => {
    const endsAtMs = (await known.find(cookie))?.endsAtMs ?? 0
    access.clock.nowMs = endsAtMs - 1
    expect(known.last(cookie)).toMatchObject({ personId })
    access.clock.nowMs = endsAtMs
    expect(known.last(cookie)).toBeUndefined()
  })
})
