import { describe, expect, test } from 'vitest'
import type { RoleGrant } from '../protocol/identifiers.ts'
import { createAdmitPreview, withheldFrom } from './preview-right.ts'
import type { PairedDevice } from './rights.ts'

const admit = createAdmitPreview((id) => Promise.resolve(id === 'room' ? 'court' : undefined))
const ask = (grants: RoleGrant[], device: PairedDevice | null = null, courtroomId = 'room') =>
  admit(
    { personId: 'person', login: 'l', name: 'n', sessionId: 's', endsAtMs: 4e12, grants, device },
    'sources.manage',
    courtroomId,
  )
const technician: RoleGrant = { role: 'technician', courtId: 'court' }

describe('the right to a preview', () => {
  test('is of those who look after the courtroom, with whether they may watch a hearing there', async () => {
    const admitted = { courtroomId: 'room', courtId: 'court', personId: 'person', sessionEndsMs: 4e12 }
    expect(await ask([technician])).toEqual({ ...admitted, mayWatch: true })
    expect(await ask([{ role: 'administrator', courtId: null }])).toEqual({ ...admitted, mayWatch: false })
    // Watching in another court is not watching here.
    const elsewhere: RoleGrant = { role: 'clerk', courtId: 'other' }
    expect(await ask([{ role: 'administrator', courtId: 'court' }, elsewhere])).toMatchObject({
      mayWatch: false,
    })
  })

  test.for([
    ['nobody', []],
    ['a clerk', [{ role: 'clerk', courtId: 'court' }]],
    ['another court’s technician', [{ role: 'technician', courtId: 'other' }]],
  ] as const)('is not of %s', async ([, grants]) => {
    await expect(ask([...grants])).rejects.toMatchObject({ code: 'refused' })
  })

  test('is of no device, and of no courtroom that is not there', async () => {
    const device: PairedDevice = { kind: 'screen', courtId: 'court', courtroomId: null }
    await expect(ask([technician], device)).rejects.toMatchObject({ code: 'refused' })
    const everywhere: RoleGrant = { role: 'technician', courtId: null }
    await expect(ask([everywhere], null, 'none')).rejects.toMatchObject({ code: 'refused' })
  })
})

test.for([
  [null, null, null],
  ['scheduled', null, null],
  ['live', null, 'live'],
  ['recess', 'recess', 'recess'],
  ['closed', 'closed', 'closed'],
  ['ended', null, null],
] as const)(
  'while it is %s, %s is withheld from who may watch, %s from who may not',
  ([state, may, mayNot]) => {
    expect(withheldFrom(state, { mayWatch: true })).toBe(may)
    expect(withheldFrom(state, { mayWatch: false })).toBe(mayNot)
  },
)
