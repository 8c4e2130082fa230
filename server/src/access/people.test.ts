import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RoleGrant } from '../protocol/identifiers.ts'
import { testEngines } from '../store/testing/stores.ts'
import { codeOf, openAccess, type AccessParts } from './testing/access-parts.ts'

const clerk: RoleGrant = { role: 'clerk', courtId: 'court-1' }
const journalist: RoleGrant = { role: 'journalist', courtId: 'court-2' }
const everywhere: RoleGrant = { role: 'press_officer', courtId: null }

describe.each(testEngines())('people on %s', (engine) => {
  let access: AccessParts
  beforeEach(async () => {
    access = await openAccess(engine)
  })
  afterEach(() => access.store.end())

  it('are found by id, login in any case, and address', async () => {
    const { people } = access
    const ann = await people.create(
      { login: 'Ann@Example.kz', name: 'Ann', email: 'Ann@Example.kz', language: 'kk', grants: [clerk] },
      null,
    )
    expect(ann).toMatchObject({ login: 'ann@example.kz', language: 'kk', grants: [clerk], totp: false })
    expect(ann.personId).not.toContain('ann')
    expect(await people.find(ann.personId)).toEqual(ann)
    expect(await people.findByLogin('ANN@example.kz')).toEqual(ann)
    expect(await people.findByEmail('ann@EXAMPLE.kz')).toEqual(ann)
    await people.create(
      { login: 'ann2', name: 'Ann', email: 'ann@example.kz', language: 'kk', grants: [] },
      null,
    )
    expect(await people.findByEmail('ann@example.kz')).toBeUndefined()
    expect(await people.find('nobody')).toBeUndefined()
  })

  it('have a login each, and roles only in courts that are there', async () => {
    await access.person('ann')
    expect(await codeOf(access.person('ANN'))).toBe('taken')
    expect(await codeOf(access.person('bob', [{ role: 'clerk', courtId: 'court-9' }]))).toBe('bad_request')
    expect(await access.people.findByLogin('bob')).toBeUndefined()
  })

  it('are given and taken roles, and who watches is asked again', async () => {
    const { people, rightsChanges } = access
    let asked = 0
    rightsChanges.onChanged(() => (asked += 1))
    const { personId } = await access.person('ann', [clerk])
    await people.change(personId, { give: [journalist, journalist, clerk, everywhere] }, null)
    expect((await people.find(personId))?.grants).toEqual([clerk, journalist, everywhere])
    expect(asked).toBe(0)
    const changed = await people.change(personId, { name: 'Anna', take: [clerk, everywhere] }, null)
    expect(changed).toMatchObject({ name: 'Anna', grants: [journalist] })
    expect(asked).toBe(1)
    expect((await access.auditKinds()).filter((kind) => kind.startsWith('role'))).toEqual([
      'role.granted',
      'role.granted',
      'role.granted',
      'role.taken',
      'role.taken',
    ])
  })

  it('are gone at once when they are removed, and their login is free again', async () => {
    const { people, sessions, rightsChanges } = access
    let asked = 0
    const ended: unknown[] = []
    rightsChanges.onChanged(() => (asked += 1))
    sessions.onEnded((which) => ended.push(which))
    const { personId } = await access.person('ann', [clerk, journalist])
    const cookie = await access.begin(personId)
    await people.remove(personId, null)
    expect([await people.find(personId), await people.findByLogin('ann')]).toEqual([undefined, undefined])
    expect(await sessions.find(cookie)).toBeUndefined()
    expect(await people.list('all', true)).toEqual([])
    expect([asked, ended]).toEqual([1, [{ personId, sessionId: null }]])
    expect((await access.auditKinds()).slice(-4)).toEqual([
      'session.ended',
      'role.taken',
      'role.taken',
      'person.removed',
    ])
    expect(await codeOf(people.remove(personId, null))).toBe('not_found')
    expect(await codeOf(people.change(personId, { name: 'Back' }, null))).toBe('not_found')
    expect(await codeOf(access.person('ann'))).toBe('done')
  })

  it('are listed by court, those of none in particular only where they are asked for', async () => {
    const { people } = access
    for (const [login, grants] of [
      ['a', [clerk]],
      ['b', [journalist]],
      ['c', [everywhere]],
      ['d', [clerk, journalist]],
      ['e', []],
    ] as const) {
      await access.person(login, [...grants])
    }
    const logins = async (...args: Parameters<typeof people.list>) =>
      (await people.list(...args)).map(({ login }) => login)
    expect(await logins(['court-1'], false)).toEqual(['a', 'd'])
    expect(await logins(['court-1'], true)).toEqual(['a', 'c', 'd', 'e'])
    expect(await logins(['court-1', 'court-2'], false)).toEqual(['a', 'b', 'd'])
    expect(await logins('all', false)).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(await logins([], false)).toEqual([])
  })
})
