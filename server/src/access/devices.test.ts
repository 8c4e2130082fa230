import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testEngines } from '../store/testing/stores.ts'
import type { Device } from './devices.ts'
import { pairedLifetimeMs } from './sessions.ts'
import { browser, codeOf, openAccess, type AccessParts } from './testing/access-parts.ts'

const courtId = 'court-1'

describe.each(testEngines())('devices on %s', (engine) => {
  let access: AccessParts
  let byId: string

  beforeEach(async () => {
    access = await openAccess(engine)
    byId = (await access.person('technician', [{ role: 'technician', courtId }])).personId
    const room = { court_id: courtId, source: '{}', position: 0 }
    for (const id of ['room-1', 'room-2'])
      await access.database
        .insertInto('courtrooms')
        .values({ ...room, id, name: id })
        .execute()
  })
  afterEach(() => access.store.end())

  const pair = async (
    kind: Device['kind'] = 'screen',
    courtroomId: string | null = null,
  ): Promise<Device> => {
    const { code } = await access.pairings.begin(kind, '192.0.2.1')
    return access.devices.pair(courtId, { code, name: 'Foyer', courtroomId }, byId)
  }
  const cookieOf = async (deviceId: string): Promise<string> =>
    (await access.devices.begin(deviceId, browser))?.id ?? ''

  it('are paired with the one role of their kind in their court, and in the log', async () => {
    const screen = await pair()
    const bench = await pair('bench', 'room-1')
    expect(await access.devices.list(courtId)).toEqual(
      [screen, bench].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    )
    expect(await access.devices.list('court-2')).toEqual([])
    const { sessions } = access
    expect(await sessions.find(await cookieOf(screen.id))).toMatchObject({
      personId: screen.id,
      name: 'Foyer',
      grants: [{ role: 'screen', courtId }],
      device: { kind: 'screen', courtId, courtroomId: null },
    })
    expect(await sessions.find(await cookieOf(bench.id))).toMatchObject({
      grants: [{ role: 'bench', courtId }],
      device: { kind: 'bench', courtId, courtroomId: 'room-1' },
    })
    expect(await access.auditKinds()).toEqual(expect.arrayContaining(['screen.paired', 'session.began']))
  })

  it('stand where such a thing can stand, or are not paired at all', async () => {
    expect(await codeOf(pair('bench'))).toBe('bad_request')
    expect(await codeOf(pair('screen', 'room-1'))).toBe('bad_request')
    expect(await codeOf(pair('bench', 'room-of-nobody'))).toBe('bad_request')
    expect(await access.devices.list(courtId)).toEqual([])
  })

  it('stay signed in for 400 days from each use on', async () => {
    const cookie = await cookieOf((await pair()).id)
    for (let i = 0; i < 3; i++) {
      access.clock.nowMs += pairedLifetimeMs - 1
      expect(await access.sessions.find(cookie)).toBeDefined()
      await access.sessions.usesWritten()
    }
    access.clock.nowMs += pairedLifetimeMs
    expect(await access.sessions.find(cookie)).toBeUndefined()
  })

  it('have no other way in, and nobody else has theirs', async () => {
    const { id } = await pair()
    const login = (await access.people.find(id))?.login ?? ''
    expect(await codeOf(access.begin(id))).toBe('wrong_login')
    expect(await codeOf(access.signIn({ login, password: 'device', ...browser }))).toBe('wrong_login')
    const { secret } = await access.links.make('reset', id, null)
    const use = access.links.use({ secret, password: 'a new and long password', ...browser })
    expect(await codeOf(use)).toBe('wrong_login')
    expect(await access.devices.begin(byId, browser)).toBeUndefined()
    const pairing = access.database
      .transaction()
      .execute((write) => access.sessions.beginIn(write, byId, 'pairing', browser))
    expect(await codeOf(pairing)).toBe('wrong_login')
  })

  it('are nobody on the lists of people, and nobody’s to manage there', async () => {
    const { id } = await pair()
    const everybody = await access.people.list('all', true)
    expect(everybody.map(({ personId }) => personId)).toEqual([byId])
    expect(await access.people.courtsOf(id)).toEqual([])
    const officer = { personId: 'officer', scope: 'all' } as const
    const given = { give: [{ role: 'screen' as const, courtId }], take: [] }
    expect(await codeOf(access.peopleOffice.change(officer, byId, given))).toBe('bad_request')
  })

  it('are renamed and told what to show, and follow', async () => {
    const { id } = await pair()
    const told: string[] = []
    access.devices.onChanged((deviceId) => told.push(deviceId))
    const changed = await access.devices.change(id, { name: 'Hall', settings: { layout: 'one' } }, byId)
    expect(changed).toMatchObject({ name: 'Hall', settings: { layout: 'one', language: 'kk' } })
    expect(await access.devices.find(id)).toEqual(changed)
    expect(told).toEqual([id])
    const foreign = access.devices.change(id, { settings: { hearingIds: ['of-no-court'] } }, byId)
    expect(await codeOf(foreign)).toBe('bad_request')
    expect(await codeOf(access.devices.change(byId, { name: 'x' }, byId))).toBe('refused')
  })

  it('are gone at once when they are removed, and people are not removed as devices', async () => {
    const { id } = await pair()
    const cookie = await cookieOf(id)
    const ended: string[] = []
    access.sessions.onEnded(({ personId }) => ended.push(personId))
    expect(await codeOf(access.devices.remove(byId, byId))).toBe('refused')
    await access.devices.remove(id, byId)
    expect(ended).toEqual([id])
    expect(await access.sessions.find(cookie)).toBeUndefined()
    expect(await access.devices.find(id)).toBeUndefined()
    expect(await access.devices.begin(id, browser)).toBeUndefined()
    expect(await access.people.find(id)).toBeUndefined()
    expect(await codeOf(access.devices.remove(id, byId))).toBe('refused')
    expect(await access.auditKinds()).toEqual(
      expect.arrayContaining(['screen.removed', 'person.removed', 'session.ended', 'role.taken']),
    )
  })

  it('were seen when they were there, to the minute', async () => {
    const { id, pairedMs } = await pair()
    access.clock.nowMs += 59_999
    await access.devices.seen(id)
    expect((await access.devices.find(id))?.seenMs).toBe(pairedMs)
    access.clock.nowMs += 1
    await access.devices.seen(id)
    expect((await access.devices.find(id))?.seenMs).toBe(pairedMs + 60_000)
  })
})
