import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createSoftwareAuthenticator } from '../access/testing/software-authenticator.ts'
import { password } from '../access/testing/access-parts.ts'
import {
  passkeyCreationAnswer,
  passkeyRequestAnswer,
  passkeysAnswer,
  sessionsAnswer,
} from '../protocol/account.ts'
import { sessionAnswer } from '../protocol/api.ts'
import { cookieValue, errorOf, startPeopleHttp, type PeopleHttp } from './testing/people-http.ts'

let http: PeopleHttp
beforeEach(async () => {
  http = await startPeopleHttp({ limits: { perAccountAndAddress: { failures: 3, withinS: 60 } } })
})
afterEach(() => http.stop())

const cookieOf = (cookies: string[], name: string): string =>
  cookies.find((cookie) => cookie.startsWith(`${name}=`)) ?? ''

describe('signing in over HTTP', () => {
  it('sets cookies that no script reads and no other site sends, and says who it is', async () => {
    await http.access.person('ann', [{ role: 'clerk', courtId: 'court-1' }])
    const answer = await http.call('POST', '/api/session', { login: 'ann', password })
    expect(answer.status).toBe(200)
    const who = sessionAnswer.parse(answer.body)
    expect(who).toMatchObject({
      login: 'ann',
      language: 'en',
      grants: [{ role: 'clerk', courtId: 'court-1' }],
    })
    expect(who.may).toContain('hearings.order')
    expect(cookieOf(answer.cookies, 'pg_session')).toMatch(/; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/)
    expect(cookieOf(answer.cookies, 'pg_device')).toMatch(
      /; Path=\/api\/session; .*HttpOnly; Secure; SameSite=Strict$/,
    )
    const cookie = cookieValue(answer.cookies, 'pg_session')
    expect((await http.call('GET', '/api/session', undefined, cookie)).body).toEqual(answer.body)
  })

  it('never goes on with a session that the browser came with', async () => {
    const { cookie: planted, personId } = await http.signedIn('ann')
    await http.access.person('bob')
    const answer = await http.call('POST', '/api/session', { login: 'bob', password }, planted)
    expect(cookieValue(answer.cookies, 'pg_session')).not.toBe(planted)
    expect(await http.call('GET', '/api/session', undefined, planted)).toMatchObject({
      status: 401,
      body: errorOf('not_signed_in'),
    })
    expect(await http.access.sessions.list(personId, '')).toEqual([])
    const made = 'A'.repeat(43)
    const again = await http.call('POST', '/api/session', { login: 'bob', password }, made)
    expect(cookieValue(again.cookies, 'pg_session')).not.toBe(made)
  })

  it('answers alike for a login that is not there, a wrong password, and somebody removed', async () => {
    const { personId } = await http.access.person('ann')
    const { personId: gone } = await http.access.person('gone')
    await http.access.people.remove(gone, null)
    await http.access.people.create({ login: 'invited', name: 'x', language: 'ru', grants: [] }, personId)
    const whole = async (login: string): Promise<string> => {
      const answer = await fetch(`${http.url}/api/session`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ login, password: 'wrong' }),
      })
      const headers = [...answer.headers].filter(([name]) => name !== 'date')
      return JSON.stringify([answer.status, headers, await answer.text()])
    }
    const answers = await Promise.all(['ann', 'nobody', 'gone', 'invited'].map(whole))
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('wrong_login')
  })

  it('is stopped by too many failures, with when to come back', async () => {
    for (let i = 0; i < 3; i++) await http.call('POST', '/api/session', { login: 'ann', password: 'wrong' })
    const answer = await fetch(`${http.url}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ login: 'ann', password: 'wrong' }),
    })
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([429, '60'])
  })

  it.each([
    { name: 'a field too many', body: { login: 'ann', password, role: 'administrator' } },
    { name: 'no password', body: { login: 'ann' } },
    { name: 'a list', body: [] },
    { name: 'no text', body: { login: { $ne: '' }, password } },
    { name: 'nothing', body: undefined },
  ])('takes no $name', async ({ body }) => {
    expect(await http.call('POST', '/api/session', body)).toMatchObject({
      status: 400,
      body: errorOf('bad_request'),
    })
  })

  it('is not to be done for another site’s page', async () => {
    await http.access.person('ann')
    for (const headers of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
      const answer = await http.call('POST', '/api/session', { login: 'ann', password }, undefined, headers)
      expect(answer).toMatchObject({ status: 403, cookies: [] })
    }
  })
})

describe('sessions over HTTP', () => {
  it('are listed and ended, one by one and everywhere', async () => {
    const { cookie } = await http.signedIn('ann')
    const other = cookieValue(
      (await http.call('POST', '/api/session', { login: 'ann', password })).cookies,
      'pg_session',
    )
    const list = async () =>
      sessionsAnswer.parse((await http.call('GET', '/api/sessions', undefined, cookie)).body).sessions
    const sessions = await list()
    expect(sessions.filter(({ current }) => current)).toHaveLength(1)
    expect(sessions).toHaveLength(2)
    const otherId = sessions.find(({ current }) => !current)?.id
    expect((await http.call('DELETE', `/api/sessions/${otherId}`, undefined, cookie)).status).toBe(204)
    expect((await http.call('GET', '/api/session', undefined, other)).status).toBe(401)
    expect((await http.call('DELETE', `/api/sessions/${otherId}`, undefined, cookie)).status).toBe(404)
    const { cookie: ofBob } = await http.signedIn('bob')
    const [mine] = await list()
    expect((await http.call('DELETE', `/api/sessions/${mine?.id}`, undefined, ofBob)).status).toBe(404)

    expect((await http.call('DELETE', '/api/sessions', undefined, cookie)).status).toBe(204)
    expect((await http.call('GET', '/api/session', undefined, cookie)).status).toBe(401)
    expect((await http.call('GET', '/api/session', undefined, ofBob)).status).toBe(200)
  })

  it('end by signing out, with the cookies of hearings', async () => {
    const { cookie } = await http.signedIn('ann')
    const answer = await http.call('DELETE', '/api/session', undefined, cookie)
    expect(answer.status).toBe(204)
    expect(cookieOf(answer.cookies, 'pg_session')).toContain('Expires=Thu, 01 Jan 1970')
    expect(cookieOf(answer.cookies, 'pg_hls')).toContain('Path=/hls/hearing-1; Expires=Thu, 01 Jan 1970')
    expect((await http.call('GET', '/api/session', undefined, cookie)).status).toBe(401)
    expect((await http.call('DELETE', '/api/session')).status).toBe(204)
  })
})

describe('passkeys over HTTP', () => {
  const origin = { Origin: 'https://press.example' }

  it('are added by who is signed in, and sign in by themselves', async () => {
    const { cookie, personId } = await http.signedIn('ann')
    const authenticator = createSoftwareAuthenticator('https://press.example')
    const begun = await http.call('POST', '/api/account/passkeys/options', undefined, cookie, origin)
    const { options } = passkeyCreationAnswer.parse(begun.body)
    expect(options.rp.id).toBe('press.example')
    const body = { name: 'Telephone', response: authenticator.create(options) }
    const browsers = { ...body, response: { ...body.response, clientExtensionResults: { credProps: {} } } }
    const added = await http.call('POST', '/api/account/passkeys', browsers, cookie, origin)
    expect(added).toMatchObject({ status: 200, body: { name: 'Telephone', usedMs: null } })

    const asked = await http.call('POST', '/api/session/passkey/options', undefined, undefined, origin)
    const response = authenticator.get(passkeyRequestAnswer.parse(asked.body).options)
    const signedIn = await http.call('POST', '/api/session/passkey', { response }, undefined, origin)
    expect(signedIn).toMatchObject({ status: 200, body: { personId } })
    const own = cookieValue(signedIn.cookies, 'pg_session')
    const listed = await http.call('GET', '/api/account/passkeys', undefined, own)
    const [passkey] = passkeysAnswer.parse(listed.body).passkeys
    expect(passkey?.usedMs).not.toBeNull()

    const again = await http.call('POST', '/api/session/passkey', { response }, undefined, origin)
    expect(again).toMatchObject({ status: 401, body: errorOf('wrong_login') })
    const path = `/api/account/passkeys/${passkey?.id}`
    const { cookie: ofBob } = await http.signedIn('bob')
    expect((await http.call('DELETE', path, undefined, ofBob)).status).toBe(404)
    expect((await http.call('DELETE', path, undefined, own)).status).toBe(204)
  })

  it('are asked for by the host that the browser is at, and no other text', async () => {
    const { cookie } = await http.signedIn('ann')
    const at = async (headers: Record<string, string>) =>
      http.call('POST', '/api/account/passkeys/options', undefined, cookie, headers)
    const shape = z.object({ options: z.object({ rp: z.object({ id: z.string() }) }) })
    expect(shape.parse((await at({})).body).options.rp.id).toBe('127.0.0.1')
    expect((await at({ Origin: 'https://evil.example' })).status).toBe(403)
  })
})
