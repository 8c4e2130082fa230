import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testEngines } from '../store/testing/stores.ts'
import { linkAddress, linkLifetimeMs } from './one-time-links.ts'
import { browser, codeOf, openAccess, password, type AccessParts } from './testing/access-parts.ts'

const next = 'the next long password'

describe.each(testEngines())('one-time links on %s', (engine) => {
  let access: AccessParts
  let personId: string
  beforeEach(async () => {
    access = await openAccess(engine)
    personId = (await access.person('ann')).personId
  })
  afterEach(() => access.store.end())

  const use = (secret: string, chosen = next, code?: string) =>
    codeOf(access.links.use({ ...browser, secret, password: chosen, code }))
  const signIn = (word: string) => codeOf(access.signIn({ ...browser, login: 'ann', password: word }))

  it('let somebody choose a password once, and end what was open', async () => {
    const { secret } = await access.links.make('reset', personId, null)
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    const old = await access.begin(personId)
    const told: unknown[] = []
    access.sessions.onEnded((ended) => told.push(ended))
    expect(await access.links.look(secret)).toMatchObject({ kind: 'reset', person: { login: 'ann' } })
    const { session } = await access.links.use({ ...browser, secret, password: next })
    expect(await access.sessions.find(session.id)).toMatchObject({ personId })
    expect(await access.sessions.find(old)).toBeUndefined()
    expect(told).toEqual([{ personId, sessionId: null }])
    expect(await use(secret)).toBe('link_ended')
    expect(await codeOf(access.links.look(secret))).toBe('link_ended')
    expect([await signIn(password), await signIn(next)]).toEqual(['wrong_login', 'done'])
    expect(await access.auditKinds()).toEqual(
      expect.arrayContaining(['link.made', 'link.used', 'password.changed']),
    )
  })

  it('are used by one of two who come at once', async () => {
    const { secret } = await access.links.make('invitation', personId, null)
    expect((await Promise.all([use(secret), use(secret)])).toSorted()).toEqual(['done', 'link_ended'])
  })

  it.each(['invitation', 'reset', 'first_administrator'] as const)('of kind %s end on time', async (kind) => {
    const { secret } = await access.links.make(kind, personId, null)
    access.clock.nowMs += linkLifetimeMs[kind] - 1
    expect(await codeOf(access.links.look(secret))).toBe('done')
    access.clock.nowMs += 1
    expect(await use(secret)).toBe('link_ended')
  })

  it('end with a later one, with a password chosen elsewhere, with the person, and are not stored', async () => {
    const first = await access.links.make('invitation', personId, null)
    const second = await access.links.make('invitation', personId, null)
    expect(await codeOf(access.links.look(first.secret))).toBe('link_ended')
    const [row] = await access.database.selectFrom('one_time_links').selectAll().execute()
    expect(Buffer.from(row?.hash ?? []).toString('base64url')).not.toBe(second.secret)
    const signedIn = await access.sessions.find(await access.begin(personId))
    if (signedIn === undefined) throw new TypeError('not signed in')
    await access.account.changePassword(signedIn, 'here', password, next)
    expect(await codeOf(access.links.look(second.secret))).toBe('link_ended')
    const third = await access.links.make('reset', personId, null)
    await access.people.remove(personId, null)
    expect(await use(third.secret)).toBe('link_ended')
  })

  it('stay good after a password that can not be taken', async () => {
    const { secret } = await access.links.make('invitation', personId, null)
    for (const bad of ['short', 'aaaaaaaaaaaaaaaa']) expect(await use(secret, bad)).toBe('bad_request')
    expect(await use(secret)).toBe('done')
  })

  it('are worth no more than the second factor', async () => {
    const begun = await access.secondFactor.begin({ personId, login: 'ann' })
    const totp = new TOTP({ secret: Secret.fromBase32(begun.secret) })
    await access.secondFactor.confirm(personId, totp.generate({ timestamp: access.clock.nowMs }))
    access.clock.nowMs += 60_000
    const { secret } = await access.links.make('reset', personId, null)
    expect(await use(secret)).toBe('second_factor_needed')
    expect(await use(secret, next, '000000')).toBe('wrong_login')
    expect(await signIn(next)).toBe('wrong_login')
    expect(await use(secret, next, totp.generate({ timestamp: access.clock.nowMs }))).toBe('done')
  })
})

it('have their secret in the fragment, which is sent to nobody', () => {
  const url = new URL(linkAddress('https://press.example', 'abc'))
  expect([url.pathname, url.search, url.hash]).toEqual(['/link', '', '#abc'])
})
