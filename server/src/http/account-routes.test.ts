import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { password } from '../access/testing/access-parts.ts'
import { accountAnswer, recoveryCodesAnswer, totpBegunAnswer } from '../protocol/account.ts'
import { cookieValue, errorOf, startPeopleHttp, type PeopleHttp } from './testing/people-http.ts'

let http: PeopleHttp
let ann: { personId: string; cookie: string }
beforeEach(async () => {
  http = await startPeopleHttp({ limits: { perDevice: { failures: 3, withinS: 60 } } })
  ann = await http.signedIn('ann', [{ role: 'clerk', courtId: 'court-1' }])
})
afterEach(() => http.stop())

const as = (method: string, path: string, body?: object) => http.call(method, path, body, ann.cookie)

describe('the own account over HTTP', () => {
  it('shows and changes name and language, and nothing else', async () => {
    const shown = accountAnswer.parse((await as('GET', '/api/account')).body)
    expect(shown).toMatchObject({ login: 'ann', hasPassword: true, totp: false, recoveryCodesLeft: 0 })
    const changed = await as('PATCH', '/api/account', { name: 'Anna', language: 'kk' })
    expect(changed.body).toEqual({ ...shown, name: 'Anna', language: 'kk' })
    for (const body of [
      { grants: [{ role: 'administrator', courtId: null }] },
      { email: 'eve@example.com' },
      { login: 'eve' },
      { personId: 'person-1' },
      { language: 'de' },
      { name: '' },
    ]) {
      expect(await as('PATCH', '/api/account', body)).toMatchObject({ status: 400 })
    }
    expect((await http.call('GET', '/api/account')).status).toBe(401)
  })

  it('takes a new password for the current one, and ends the other sessions', async () => {
    const signIn = (word: string) => http.call('POST', '/api/session', { login: 'ann', password: word })
    const other = cookieValue((await signIn(password)).cookies, 'pg_session')
    const change = (current: string, next: string) => as('POST', '/api/account/password', { current, next })
    const next = 'the next long password'
    expect(await change('wrong', next)).toMatchObject({ status: 401, body: errorOf('wrong_login') })
    expect(await change(password, 'short')).toMatchObject({ status: 400 })
    expect((await change(password, next)).status).toBe(204)
    expect((await as('GET', '/api/session')).status).toBe(200)
    expect((await http.call('GET', '/api/session', undefined, other)).status).toBe(401)
    expect([(await signIn(password)).status, (await signIn(next)).status]).toEqual([401, 200])
  })

  it('takes no password that is the login', async () => {
    const { cookie } = await http.signedIn('a-login-of-length')
    const body = { current: password, next: 'A-Login-Of-Length' }
    expect(await http.call('POST', '/api/account/password', body, cookie)).toMatchObject({ status: 400 })
  })

  it('does not let a borrowed browser guess the password', async () => {
    for (let i = 0; i < 3; i++) await as('DELETE', '/api/account/totp', { password: 'wrong' })
    const answer = await as('POST', '/api/account/password', { current: password, next: 'x'.repeat(12) })
    expect(answer).toMatchObject({ status: 429, body: errorOf('too_many_requests') })
    const { cookies } = await http.call('POST', '/api/session', { login: 'ann', password })
    expect(cookieValue(cookies, 'pg_session')).not.toBe('')
  })

  it('sets up the second step and takes it away with the password', async () => {
    const { secret } = totpBegunAnswer.parse((await as('POST', '/api/account/totp')).body)
    const totp = new TOTP({ secret: Secret.fromBase32(secret) })
    const code = (): string => totp.generate({ timestamp: http.access.clock.nowMs })
    expect(await as('POST', '/api/account/totp/confirm', { code: '000000' })).toMatchObject({ status: 401 })
    const confirmed = await as('POST', '/api/account/totp/confirm', { code: code() })
    const { recoveryCodes } = recoveryCodesAnswer.parse(confirmed.body)
    expect(recoveryCodes).toHaveLength(10)
    const signIn = (given?: string) =>
      http.call('POST', '/api/session', { login: 'ann', password, ...(given ? { code: given } : {}) })
    expect(await signIn()).toMatchObject({ status: 401, body: errorOf('second_factor_needed'), cookies: [] })
    expect(await signIn(code())).toMatchObject({ status: 401, body: errorOf('wrong_login') })
    http.access.clock.nowMs += 30_000
    expect((await signIn(code())).status).toBe(200)
    expect((await signIn(recoveryCodes[0])).status).toBe(200)
    expect(accountAnswer.parse((await as('GET', '/api/account')).body)).toMatchObject({
      totp: true,
      recoveryCodesLeft: 9,
    })
    const renewed = await as('POST', '/api/account/recovery-codes', { password })
    expect(recoveryCodesAnswer.parse(renewed.body).recoveryCodes).toHaveLength(10)
    expect(await as('POST', '/api/account/totp')).toMatchObject({ status: 409, body: errorOf('taken') })
    expect(await as('DELETE', '/api/account/totp', { password: 'wrong' })).toMatchObject({ status: 401 })
    expect((await as('DELETE', '/api/account/totp', { password })).status).toBe(204)
    expect((await signIn()).status).toBe(200)
  })
})
