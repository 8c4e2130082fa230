import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testEngines } from '../store/testing/stores.ts'
import { browser, codeOf, openAccess, type AccessParts } from './testing/access-parts.ts'
import { createSoftwareAuthenticator } from './testing/software-authenticator.ts'

const site = { origin: 'https://press.example' }

describe.each(testEngines())('passkeys on %s', (engine) => {
  let access: AccessParts
  let personId: string
  beforeEach(async () => {
    access = await openAccess(engine)
    personId = (await access.person('ann')).personId
  })
  afterEach(() => access.store.end())

  const add = async (authenticator = createSoftwareAuthenticator(site.origin)) => {
    const response = authenticator.create(await access.passkeys.creationOptions(personId, site))
    const summary = await access.passkeys.add(personId, { name: 'Telephone', response }, site)
    return { authenticator, response, summary }
  }

  it('let their owner in, without a login and a code', async () => {
    const { authenticator, summary } = await add()
    expect(await access.passkeys.list(personId)).toEqual([summary])
    const { url, secret } = await access.secondFactor.begin({ personId, login: 'ann' })
    expect(url).toContain(secret)
    const response = authenticator.get(await access.passkeys.requestOptions(site))
    const { person, session } = await access.passkeys.signIn(response, site, browser)
    expect(person.login).toBe('ann')
    expect(await access.sessions.find(session.id)).toMatchObject({ personId })
    expect((await access.passkeys.list(personId))[0]?.usedMs).toBe(access.clock.nowMs)
    expect(await access.auditKinds()).toEqual(expect.arrayContaining(['passkey.added', 'session.began']))
  })

  it('answer a challenge once, within five minutes, and only the person that was asked', async () => {
    const { authenticator, response: registration } = await add()
    expect(await codeOf(access.passkeys.add(personId, { name: 'Again', response: registration }, site))).toBe(
      'refused',
    )
    const response = authenticator.get(await access.passkeys.requestOptions(site))
    expect(await codeOf(access.passkeys.signIn(response, site, browser))).toBe('done')
    expect(await codeOf(access.passkeys.signIn(response, site, browser))).toBe('wrong_login')

    const late = authenticator.get(await access.passkeys.requestOptions(site))
    access.clock.nowMs += 300_000
    expect(await codeOf(access.passkeys.signIn(late, site, browser))).toBe('wrong_login')

    const bob = await access.person('bob')
    const forAnn = createSoftwareAuthenticator(site.origin).create(
      await access.passkeys.creationOptions(personId, site),
    )
    const stolen = access.passkeys.add(bob.personId, { name: 'Stolen', response: forAnn }, site)
    expect(await codeOf(stolen)).toBe('refused')
    const ownChallenge = authenticator.get({ challenge: Buffer.alloc(32, 7).toString('base64url') })
    expect(await codeOf(access.passkeys.signIn(ownChallenge, site, browser))).toBe('wrong_login')
  })

  it('are refused from another site, without verification of the user, and when a copy was used', async () => {
    const elsewhere = createSoftwareAuthenticator('https://evil.example')
    const options = await access.passkeys.creationOptions(personId, site)
    const foreign = access.passkeys.add(personId, { name: 'x', response: elsewhere.create(options) }, site)
    expect(await codeOf(foreign)).toBe('refused')

    const { authenticator } = await add()
    const tries = async () =>
      codeOf(
        access.passkeys.signIn(authenticator.get(await access.passkeys.requestOptions(site)), site, browser),
      )
    authenticator.userVerified = false
    expect(await tries()).toBe('wrong_login')
    authenticator.userVerified = true
    authenticator.counter = 5
    expect(await tries()).toBe('done')
    authenticator.counter = 4
    expect(await tries()).toBe('wrong_login')
  })

  it('are taken away by nobody but their owner, and go with the person', async () => {
    const { authenticator, summary } = await add()
    const bob = await access.person('bob')
    expect(await access.passkeys.remove(bob.personId, summary.id)).toBe(false)
    const { authenticator: second } = await add()
    expect(await access.passkeys.remove(personId, summary.id)).toBe(true)
    const tries = async (by: typeof authenticator) =>
      codeOf(access.passkeys.signIn(by.get(await access.passkeys.requestOptions(site)), site, browser))
    expect(await tries(authenticator)).toBe('wrong_login')
    expect(await tries(second)).toBe('done')
    await access.people.remove(personId, null)
    expect(await tries(second)).toBe('wrong_login')
  })
})
