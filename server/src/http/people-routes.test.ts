import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { password } from '../access/testing/access-parts.ts'
import { createMailer } from '../mail/mailer.ts'
import { startSmtpServer } from '../mail/testing/smtp-server.ts'
import { linkLookAnswer } from '../protocol/account.ts'
import { sessionAnswer } from '../protocol/api.ts'
import type { Role, RoleGrant } from '../protocol/identifiers.ts'
import { invitedAnswer, madeLink, peopleAnswer, personSummary } from '../protocol/people.ts'
import { cookieValue, errorOf, startPeopleHttp, type PeopleHttp } from './testing/people-http.ts'

let http: PeopleHttp
let admin: { personId: string; cookie: string }
let everywhere: { personId: string; cookie: string }
let officer: { personId: string; cookie: string }
beforeEach(async () => {
  http = await startPeopleHttp()
  admin = await http.signedIn('admin', [at('administrator')])
  everywhere = await http.signedIn('everywhere', [at('administrator', null)])
  officer = await http.signedIn('officer', [at('press_officer')])
})
afterEach(() => http.stop())

const at = (role: Role, courtId: string | null = 'court-1'): RoleGrant => ({ role, courtId })
const newcomer = { login: 'New@Example.kz', name: 'Newcomer', email: 'new@example.kz', language: 'ru' }
const refusal = { status: 403, body: errorOf('refused') }

const invite = async (grants: RoleGrant[], as = admin.cookie, person: object = newcomer) =>
  http.call('POST', '/api/courts/court-1/people', { ...person, grants }, as)
const secretOf = (link: string | null | undefined): string => link?.split('#')[1] ?? ''

describe('inviting over HTTP', () => {
  it('leads from the link, once, to a password and a session', async () => {
    const answer = invitedAnswer.parse((await invite([at('clerk')])).body)
    expect(answer.person).toMatchObject({ login: 'new@example.kz', state: 'invited', grants: [at('clerk')] })
    expect(answer.invitation).toMatchObject({ mailed: false })
    expect(answer.invitation?.link).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/link#[\w-]{43}$/)
    const secret = secretOf(answer.invitation?.link)
    const looked = await http.call('POST', '/api/links/look', { secret })
    expect(linkLookAnswer.parse(looked.body)).toMatchObject({ kind: 'invitation', login: 'new@example.kz' })

    const { cookie: earlier } = await http.signedIn('somebody')
    const used = await http.call(
      'POST',
      '/api/links/use',
      { secret, password: 'chosen by the newcomer' },
      earlier,
    )
    expect(sessionAnswer.parse(used.body)).toMatchObject({ login: 'new@example.kz', language: 'ru' })
    const cookie = cookieValue(used.cookies, 'pg_session')
    expect((await http.call('GET', '/api/session', undefined, cookie)).body).toEqual(used.body)
    expect((await http.call('GET', '/api/session', undefined, earlier)).status).toBe(401)
    const gone = { status: 410, body: errorOf('link_ended') }
    expect(
      await http.call('POST', '/api/links/use', { secret, password: 'chosen by somebody else' }),
    ).toMatchObject(gone)
    expect(await http.call('POST', '/api/links/look', { secret: 'x'.repeat(43) })).toMatchObject(gone)
  })

  it('gives no role out of the courts of who invites', async () => {
    for (const grants of [
      [at('clerk', 'court-2')],
      [at('clerk', null)],
      [at('clerk'), at('auditor', null)],
    ]) {
      expect(await invite(grants)).toMatchObject(refusal)
    }
    expect(await http.access.people.findByLogin('new@example.kz')).toBeUndefined()
    const body = { ...newcomer, grants: [at('clerk')] }
    expect(await http.call('POST', '/api/courts/court-2/people', body, admin.cookie)).toMatchObject(refusal)
    expect(await http.call('POST', '/api/courts/court-9/people', body, everywhere.cookie)).toMatchObject(
      refusal,
    )
    expect(await http.call('POST', '/api/courts/court-1/people', body, officer.cookie)).toMatchObject(refusal)
    expect((await http.call('POST', '/api/courts/court-1/people', body)).status).toBe(401)
    expect((await invite([at('clerk', null)], everywhere.cookie)).status).toBe(200)
  })

  it.each([
    { name: 'a password', field: { passwordHash: 'x' } },
    { name: 'an id', field: { personId: 'person-1' } },
    { name: 'a grant with a field too many', field: { grants: [{ ...at('clerk'), all: true }] } },
    { name: 'a role that there is not', field: { grants: [{ role: 'root', courtId: 'court-1' }] } },
    { name: 'no role', field: { grants: [] } },
    { name: 'two lines in the name', field: { name: 'A\r\nBcc: eve@example.com' } },
    { name: 'two lines in the address', field: { email: 'a@example.kz\r\nBcc: eve@example.com' } },
    { name: 'letters that only look alike', field: { login: 'аdmin' } },
  ])('takes no $name', async ({ field }) => {
    const body = { ...newcomer, grants: [at('clerk')], ...field }
    expect(await http.call('POST', '/api/courts/court-1/people', body, admin.cookie)).toMatchObject({
      status: 400,
    })
  })

  it('tells a login that is taken, in any case of letters', async () => {
    const answer = await invite([at('clerk')], admin.cookie, { ...newcomer, login: 'OFFICER' })
    expect(answer).toMatchObject({ status: 409, body: errorOf('taken') })
  })

  it('goes by mail where a mail server is set, and then is shown to nobody', async () => {
    const smtp = await startSmtpServer()
    const mailer = createMailer({
      smtpUrl: smtp.url,
      from: 'court@example.kz',
      nowMs: Date.now,
      log: pino({ level: 'silent' }),
    })
    const mailing = await startPeopleHttp({ mailer })
    try {
      const { cookie } = await mailing.signedIn('admin', [at('administrator')])
      const send = async (person: object) =>
        invitedAnswer.parse(
          (
            await mailing.call(
              'POST',
              '/api/courts/court-1/people',
              { ...newcomer, grants: [at('clerk')], ...person },
              cookie,
            )
          ).body,
        ).invitation
      expect(await send({})).toMatchObject({ link: null, mailed: true })
      expect(smtp.letters).toHaveLength(1)
      expect(await send({ login: 'no-mail', email: null })).toMatchObject({ mailed: false })
      smtp.refuse()
      const shown = await send({ login: 'no-luck' })
      expect(shown?.mailed).toBe(false)
      expect(secretOf(shown?.link)).toHaveLength(43)
    } finally {
      await mailing.stop()
      mailer.stop()
      await smtp.stop()
    }
  })
})

const list = async (courtId: string, as: string) =>
  peopleAnswer
    .parse((await http.call('GET', `/api/courts/${courtId}/people`, undefined, as)).body)
    .people.map(({ login }) => login)

describe('people over HTTP', () => {
  it('are seen by their own court only, with their roles there', async () => {
    await http.access.person('both', [at('clerk'), at('clerk', 'court-2')])
    await http.access.person('other', [at('clerk', 'court-2')])
    expect(await list('court-1', admin.cookie)).toEqual(['admin', 'both', 'officer'])
    expect(await list('court-1', everywhere.cookie)).toEqual(['admin', 'both', 'everywhere', 'officer'])
    expect(await http.call('GET', '/api/courts/court-2/people', undefined, admin.cookie)).toMatchObject(
      refusal,
    )
    const seen = peopleAnswer.parse(
      (await http.call('GET', '/api/courts/court-1/people', undefined, admin.cookie)).body,
    )
    expect(seen.people.find(({ login }) => login === 'both')).toMatchObject({
      grants: [at('clerk')],
      mayChange: false,
    })
  })

  it('of another court, or of all, can not be touched, nor the name of somebody of two', async () => {
    const both = await http.access.person('both', [at('clerk'), at('clerk', 'court-2')])
    const other = await http.access.person('other', [at('clerk', 'court-2')])
    const tries: [string, string, object?][] = [
      ...[other.personId, everywhere.personId, 'person-0'].flatMap((id): [string, string, object?][] => [
        ['PATCH', `/api/people/${id}`, { name: 'Changed' }],
        ['PATCH', `/api/people/${id}`, { give: [at('clerk')] }],
        ['DELETE', `/api/people/${id}`],
        ['POST', `/api/people/${id}/reset-link`, {}],
      ]),
      ['PATCH', `/api/people/${both.personId}`, { email: 'mine@example.kz' }],
      ['PATCH', `/api/people/${both.personId}`, { take: [at('clerk', 'court-2')] }],
      ['PATCH', `/api/people/${both.personId}`, { give: [at('clerk', null)] }],
      ['DELETE', `/api/people/${both.personId}`],
      ['POST', `/api/people/${both.personId}/reset-link`, {}],
    ]
    for (const [method, path, body] of tries) {
      expect(await http.call(method, path, body, admin.cookie), `${method} ${path}`).toMatchObject(refusal)
    }
    const taken = await http.call(
      'PATCH',
      `/api/people/${both.personId}`,
      { take: [at('clerk')], give: [at('technician')] },
      admin.cookie,
    )
    expect(personSummary.parse(taken.body).grants).toEqual([at('technician')])
    expect((await http.access.people.find(both.personId))?.grants).toEqual([
      at('clerk', 'court-2'),
      at('technician'),
    ])
  })

  it('are changed, and removed at once', async () => {
    const { personId, cookie } = await http.signedIn('clerk', [at('clerk')])
    const change = { name: 'Clerk', email: null, language: 'kk' }
    const changed = await http.call('PATCH', `/api/people/${personId}`, change, admin.cookie)
    expect(personSummary.parse(changed.body)).toMatchObject({ ...change, mayChange: true, state: 'active' })
    expect((await http.call('DELETE', `/api/people/${personId}`, undefined, admin.cookie)).status).toBe(204)
    expect((await http.call('GET', '/api/session', undefined, cookie)).status).toBe(401)
    const again = await http.call('POST', '/api/session', { login: 'clerk', password })
    expect(again).toMatchObject({ status: 401, body: errorOf('wrong_login') })
  })

  it('can not lock themselves out', async () => {
    for (const { personId, cookie } of [admin, everywhere]) {
      const path = `/api/people/${personId}`
      expect(await http.call('DELETE', path, undefined, cookie)).toMatchObject(refusal)
      const take = [at('administrator', cookie === admin.cookie ? 'court-1' : null)]
      expect(await http.call('PATCH', path, { take }, cookie)).toMatchObject(refusal)
    }
  })

  it('get a new password by a link, and lose a second factor that was lost', async () => {
    const { personId, cookie } = await http.signedIn('clerk', [at('clerk')])
    await http.access.database
      .updateTable('people')
      .set({ totp_secret: 'sealed' })
      .where('id', '=', personId)
      .execute()
    const path = `/api/people/${personId}/reset-link`
    const made = await http.call('POST', path, { removeSecondFactor: true }, admin.cookie)
    const secret = secretOf(madeLink.parse(made.body).link)
    expect((await http.call('GET', '/api/session', undefined, cookie)).status).toBe(200)
    const used = await http.call('POST', '/api/links/use', { secret, password: 'another long password' })
    expect(used.status).toBe(200)
    expect((await http.call('GET', '/api/session', undefined, cookie)).status).toBe(401)
    expect((await http.access.people.find(personId))?.totp).toBe(false)
  })
})

describe('journalists over HTTP', () => {
  const path = '/api/courts/court-1/journalists'
  const person = { ...newcomer, outletId: null, cardNumber: 'KZ-17' }

  it('are invited, listed and let go by the press officer, and are nothing else', async () => {
    const answer = await http.call('POST', path, person, officer.cookie)
    const { person: journalist, invitation } = invitedAnswer.parse(answer.body)
    expect(journalist).toMatchObject({ grants: [at('journalist')], cardNumber: 'KZ-17' })
    expect(secretOf(invitation?.link)).toHaveLength(43)
    expect(
      await http.call('POST', path, { ...person, grants: [at('administrator')] }, officer.cookie),
    ).toMatchObject({ status: 400 })
    const listed = await http.call('GET', path, undefined, officer.cookie)
    expect(peopleAnswer.parse(listed.body).people).toEqual([journalist])
    expect(
      (await http.call('DELETE', `${path}/${journalist.personId}`, undefined, officer.cookie)).status,
    ).toBe(204)
    expect(await http.access.people.find(journalist.personId)).toBeUndefined()
  })

  it('have their particulars changed by the press officer, all but the address, and the log says so', async () => {
    await http.access.database
      .insertInto('outlets')
      .values([
        { id: 'outlet-1', court_id: 'court-1', name: 'Ours' },
        { id: 'outlet-2', court_id: 'court-2', name: 'Other' },
      ])
      .execute()
    const { person: before } = invitedAnswer.parse(
      (await http.call('POST', path, person, officer.cookie)).body,
    )
    const one = `${path}/${before.personId}`
    const change = { name: 'Married', language: 'kk', outletId: 'outlet-1', cardNumber: null }
    const answer = await http.call('PATCH', one, change, officer.cookie)
    expect(answer).toMatchObject({ status: 200, body: { ...before, ...change } })
    expect((await http.access.auditKinds()).at(-1)).toBe('person.changed')
    for (const wrong of [
      { email: 'mallory@example.com' },
      { login: 'mallory' },
      { give: [at('clerk')] },
      { outletId: 'outlet-2' },
      { cardNumber: '' },
    ])
      expect([wrong, (await http.call('PATCH', one, wrong, officer.cookie)).status]).toEqual([wrong, 400])

    // Another court knows this person by these particulars, too.
    await http.access.people.change(before.personId, { give: [at('journalist', 'court-2')] }, null)
    expect(await http.call('PATCH', one, { name: 'Ours' }, officer.cookie)).toMatchObject(refusal)
    expect(await http.access.people.find(before.personId)).toMatchObject({
      name: 'Married',
      email: before.email,
      outletId: 'outlet-1',
      cardNumber: null,
    })
  })

  it('of an outlet of another court are not taken', async () => {
    await http.access.database
      .insertInto('outlets')
      .values({ id: 'outlet-2', court_id: 'court-2', name: 'Other' })
      .execute()
    const answer = await http.call('POST', path, { ...person, outletId: 'outlet-2' }, officer.cookie)
    expect(answer).toMatchObject({ status: 400 })
  })

  it('whom another court has invited join with the same address, and stay there when they leave', async () => {
    const known = await http.access.people.create(
      { ...person, language: 'ru', name: 'Known', grants: [at('journalist', 'court-2')] },
      null,
    )
    const other = { ...person, email: 'eve@example.com' }
    expect(await http.call('POST', path, other, officer.cookie)).toMatchObject({ status: 409 })
    const joined = invitedAnswer.parse((await http.call('POST', path, person, officer.cookie)).body)
    expect(joined).toMatchObject({ invitation: null, person: { name: 'Known', grants: [at('journalist')] } })
    const link = await http.call('POST', `${path}/${known.personId}/reset-link`, {}, officer.cookie)
    expect(link).toMatchObject(refusal)
    await http.call('DELETE', `${path}/${known.personId}`, undefined, officer.cookie)
    expect((await http.access.people.find(known.personId))?.grants).toEqual([at('journalist', 'court-2')])
  })

  it('are the only people that a press officer can touch', async () => {
    const reporter = await http.access.person('reporter', [at('journalist'), at('clerk')])
    for (const personId of [admin.personId, reporter.personId, officer.personId, 'person-0']) {
      expect(await http.call('DELETE', `${path}/${personId}`, undefined, officer.cookie)).toMatchObject(
        refusal,
      )
      const link = await http.call('POST', `${path}/${personId}/reset-link`, {}, officer.cookie)
      expect(link).toMatchObject(refusal)
      for (const other of [`/api/people/${personId}`, `${path}/${personId}`])
        expect(await http.call('PATCH', other, { name: 'x' }, officer.cookie)).toMatchObject(refusal)
    }
    const clerk = await http.signedIn('clerk', [at('clerk')])
    expect(await http.call('GET', path, undefined, clerk.cookie)).toMatchObject(refusal)
  })
})
