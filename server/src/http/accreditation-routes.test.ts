import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createLastKnown } from '../access/last-known.ts'
import { createPeople } from '../access/people.ts'
import { createRightsChanges } from '../access/rights-changes.ts'
import { createSessions } from '../access/sessions.ts'
import { dayMs, nowMs, openPressCourt, type PressCourt } from '../accreditation/testing/press-court.ts'
import { courtsOf } from '../app/courts-of.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { createCourts } from '../hearings/courts.ts'
import { createHearings } from '../hearings/hearings.ts'
import {
  accreditation,
  accreditationsAnswer,
  calendarAnswer,
  courtUndertakingAnswer,
  ejectionsAnswer,
  importReport,
  outlet,
  outletsAnswer,
  ownAccreditation,
  ownAccreditationsAnswer,
  pool,
  poolMembersAnswer,
  poolsAnswer,
  undertakingAnswer,
} from '../protocol/accreditation.ts'
import { undertaking } from '../protocol/attendance.ts'
import { DomainError } from '../protocol/errors.ts'
import { addAccreditationRoutes } from './accreditation-routes.ts'
import { createAuthorise } from './authorise.ts'
import { errorHandler } from './error-answer.ts'
import { createHttpServer } from './http-server.ts'
import { createRoutes, type Routes } from './routes.ts'

const browser = { address: 'here', userAgent: 'Test', deviceId: undefined, earlierId: undefined }
const officer = 'officer-of-court-1'
const stranger = 'officer-of-court-2'

let court: PressCourt
let routes: Routes
let stop: () => Promise<void>
let url: string
const cookies = new Map<string, string>()

beforeAll(async () => {
  court = await openPressCourt()
  const { database, log } = court
  const store = { database, audit: createAuditLog(() => nowMs), nowMs: () => nowMs }
  const sessions = createSessions({ ...store, lifetimeS: 3600, log })
  const rightsChanges = createRightsChanges()
  const people = createPeople({ ...store, sessions, rightsChanges })
  const app = express()
  app.set('query parser', false)
  routes = createRoutes(
    app,
    createAuthorise({
      admit: () => Promise.reject(new DomainError('refused', 'no tokens here')),
      signedIn: createLastKnown({ ...store, sessions, rightsChanges }),
      underWayIn: () => undefined,
      courtsOf: courtsOf({
        people,
        hearings: createHearings(database),
        courts: createCourts(database, store.audit),
        devices: { find: () => Promise.resolve(undefined) },
      }),
      metricsToken: null,
    }),
  )
  addAccreditationRoutes(routes, { ...court, cookies: { secure: true } })
  app.use(errorHandler(log))
  const http = createHttpServer(app, null)
  url = await http.listen('127.0.0.1', 0)
  stop = async () => {
    await http.stop(500)
    await court.store.end()
  }

  await court.journalist('journalist', { language: 'ru' })
  await court.person('elsewhere', [{ role: 'journalist', courtId: 'court-2' }])
  await court.person('administrator', [{ role: 'administrator', courtId: 'court-1' }])
  await court.person('clerk', [{ role: 'clerk', courtId: 'court-1' }])
  await court.person('technician', [{ role: 'technician', courtId: 'court-1' }])
  await court.person('auditor', [{ role: 'auditor', courtId: 'court-1' }])
  await court.hearing('hearing-1', 'accredited', { startMs: nowMs + dayMs })
  for (const { id } of await database.selectFrom('people').select('id').execute()) {
    const begun = await database
      .transaction()
      .execute((write) => sessions.beginIn(write, id, 'password', browser))
    cookies.set(id, begun.session.id)
  }
})
afterAll(() => stop())

interface Call {
  as?: string
  body?: unknown
  csv?: string | Uint8Array<ArrayBuffer>
}

async function call(method: string, path: string, { as, body, csv }: Call = {}): Promise<Response> {
  const type = csv === undefined ? 'application/json' : 'text/csv'
  return fetch(`${url}${path}`, {
    method,
    headers: {
      ...(as === undefined ? {} : { Cookie: `pg_session=${cookies.get(as) ?? ''}` }),
      ...(body === undefined && csv === undefined ? {} : { 'Content-Type': type }),
    },
    body: csv ?? (body === undefined ? null : JSON.stringify(body)),
  })
}

/** The status, and the code of the error where it is one. */
async function outcome(method: string, path: string, how: Call = {}): Promise<string> {
  const answer = await call(method, path, how)
  const error = z
    .object({ error: z.object({ code: z.string() }) })
    .safeParse(answer.headers.get('content-type')?.includes('json') === true ? await answer.json() : null)
  return error.success ? `${answer.status} ${error.data.error.code}` : String(answer.status)
}

const read = async <T>(schema: z.ZodType<T>, answer: Promise<Response>): Promise<T> =>
  schema.parse(await (await answer).json())

describe('the routes of accreditation', () => {
  it('let nobody in who is not signed in, and no staff of another court or without the permission', async () => {
    const wrong: string[] = []
    for (const { method, path, rule } of routes.listed) {
      if (rule === 'public') continue
      const real = path
        .replace(':courtId', 'court-1')
        .replace(':hearingId', 'hearing-1')
        .replace(':state', 'all')
        .replaceAll(/:\w+/g, 'anything')
      const asked = [[undefined, '401 not_signed_in']]
      if (typeof rule !== 'string')
        asked.push([stranger, '403 refused'], ['journalist', '403 refused'], ['technician', '403 refused'])
      for (const [as, expected] of asked) {
        // The technician sees the court.
        if (as === 'technician' && typeof rule !== 'string' && rule.permission === 'court.see') continue
        const found = await outcome(method.toUpperCase(), real, as === undefined ? {} : { as })
        if (found !== expected) wrong.push(`${method} ${path} as ${as ?? 'nobody'}: ${found}`)
      }
    }
    expect(wrong).toEqual([])
    expect(routes.listed.length).toBeGreaterThan(25)
  })

  it('take a request from the journalist to the press office and back', async () => {
    const requests = '/api/hearings/hearing-1/accreditation-requests'
    const body = { reason: 'I report on it', cardNumber: '7' }
    expect(await outcome('POST', requests, { as: 'elsewhere', body })).toBe('403 refused')
    expect(await outcome('POST', requests, { as: 'journalist', body: { ...body, state: 'granted' } })).toBe(
      '400 bad_request',
    )
    expect(await outcome('POST', requests, { as: 'journalist', body: { ...body, reason: ' ' } })).toBe(
      '400 bad_request',
    )
    const own = await read(ownAccreditation, call('POST', requests, { as: 'journalist', body }))
    expect(own).toMatchObject({ state: 'requested', reason: 'I report on it' })
    expect(await outcome('POST', requests, { as: 'journalist', body })).toBe('409 taken')

    const list = await read(
      accreditationsAnswer,
      call('GET', '/api/courts/court-1/accreditations/requested', { as: officer }),
    )
    expect(list.accreditations.map(({ id }) => id)).toEqual([own.id])
    expect(
      await read(
        accreditationsAnswer,
        call('GET', '/api/hearings/hearing-1/accreditations', { as: officer }),
      ),
    ).toEqual(list)
    expect(await outcome('GET', '/api/courts/court-1/accreditations/any', { as: officer })).toBe(
      '404 not_found',
    )

    const decision = `/api/courts/court-1/accreditations/${own.id}/decision`
    const theirs = `/api/courts/court-2/accreditations/${own.id}/decision`
    const grant = { decision: 'grant', reason: '' }
    expect(await outcome('POST', theirs, { as: stranger, body: grant })).toBe('403 refused')
    expect(await outcome('POST', decision, { as: officer, body: { decision: 'refuse', reason: '' } })).toBe(
      '400 bad_request',
    )
    const granted = await read(accreditation, call('POST', decision, { as: officer, body: grant }))
    expect(granted).toMatchObject({ state: 'granted', decidedBy: 'officer-of-court-1 of the tests' })
    const account = await read(
      ownAccreditationsAnswer,
      call('GET', '/api/account/accreditations', { as: 'journalist' }),
    )
    expect(account.accreditations).toMatchObject([{ id: own.id, state: 'granted' }])
    expect(
      await read(ownAccreditationsAnswer, call('GET', '/api/account/accreditations', { as: 'elsewhere' })),
    ).toEqual({ accreditations: [] })
    expect(await outcome('POST', decision, { as: officer, body: { decision: 'refuse', reason: 'no' } })).toBe(
      '409 not_in_this_state',
    )
  })

  it('grant nothing that is neither for a hearing nor for a time, to nobody or to two', async () => {
    const path = '/api/courts/court-1/accreditations'
    const bad = [
      {},
      { personId: 'journalist' },
      { hearingId: 'hearing-1' },
      { personId: 'journalist', poolId: 'pool-1', hearingId: 'hearing-1' },
      { personId: 'journalist', hearingId: 'hearing-1', fromMs: 1, untilMs: 2 },
      { personId: 'journalist', fromMs: 2, untilMs: 2 },
      { personId: 'journalist', fromMs: 2 },
      { personId: 'journalist', fromMs: -1, untilMs: 2 },
      { personId: 'journalist', hearingId: 'hearing-1', state: 'granted' },
      { personId: '../x', hearingId: 'hearing-1' },
    ]
    for (const body of bad) expect(await outcome('POST', path, { as: officer, body })).toBe('400 bad_request')
  })

  it('keep outlets and pools, and who is in them', async () => {
    const outlets = '/api/courts/court-1/outlets'
    const made = await read(outlet, call('POST', outlets, { as: 'administrator', body: { name: ' Daily ' } }))
    expect(made).toMatchObject({ name: 'Daily', journalists: 0 })
    expect(await outcome('POST', outlets, { as: officer, body: { name: 'Daily' } })).toBe('409 taken')
    expect(await outcome('POST', outlets, { as: officer, body: { name: 'a\r\nb' } })).toBe('400 bad_request')
    const one = `${outlets}/${made.id}`
    expect(await outcome('PUT', `${one}/journalists/journalist`, { as: officer })).toBe('204')
    expect(await outcome('PUT', `${one}/journalists/elsewhere`, { as: officer })).toBe('403 refused')
    expect(await outcome('DELETE', one, { as: officer })).toBe('409 in_use')
    expect(await read(outlet, call('PUT', one, { as: officer, body: { name: 'Weekly' } }))).toEqual({
      id: made.id,
      name: 'Weekly',
      journalists: 1,
    })
    expect(
      await outcome('PUT', one.replace('court-1', 'court-2'), { as: stranger, body: { name: 'Ours' } }),
    ).toBe('403 refused')

    const pools = '/api/courts/court-1/pools'
    const press = await read(pool, call('POST', pools, { as: officer, body: { name: 'Press' } }))
    const member = `${pools}/${press.id}/members/journalist`
    expect(await outcome('PUT', member, { as: officer })).toBe('204')
    const { members } = await read(
      poolMembersAnswer,
      call('GET', `${pools}/${press.id}/members`, { as: officer }),
    )
    expect(members).toMatchObject([{ personId: 'journalist', outlet: 'Weekly' }])
    expect(await read(poolsAnswer, call('GET', pools, { as: officer }))).toEqual({
      pools: [{ ...press, members: 1 }],
    })
    const renamed = await read(
      pool,
      call('PUT', `${pools}/${press.id}`, { as: officer, body: { name: 'Press 2' } }),
    )
    expect(renamed).toEqual({ id: press.id, name: 'Press 2', members: 1 })
    expect(await outcome('GET', `/api/courts/court-2/pools/${press.id}/members`, { as: stranger })).toBe(
      '403 refused',
    )
    expect(await outcome('DELETE', member, { as: officer })).toBe('204')
    expect(await outcome('DELETE', `${pools}/${press.id}`, { as: officer })).toBe('204')
    expect(await outcome('DELETE', `${one}/journalists/journalist`, { as: officer })).toBe('204')
    expect(await outcome('DELETE', one, { as: officer })).toBe('204')
    expect(await read(outletsAnswer, call('GET', outlets, { as: officer }))).toEqual({ outlets: [] })
  })

  it('have the undertaking read by who may watch, and changed by administrators', async () => {
    const path = '/api/courts/court-1/undertaking'
    const words = { kk: 'ә'.repeat(20_000), ru: 'р', en: 'e' }
    expect(await outcome('PUT', path, { as: officer, body: { words } })).toBe('403 refused')
    const first = await read(undertaking, call('PUT', path, { as: 'administrator', body: { words } }))
    expect(await read(courtUndertakingAnswer, call('GET', path, { as: 'technician' }))).toEqual({
      undertaking: first,
    })
    const ofHearing = '/api/hearings/hearing-1/undertaking'
    expect(await outcome('GET', ofHearing, { as: 'elsewhere' })).toBe('403 refused')
    expect(await read(undertakingAnswer, call('GET', ofHearing, { as: 'journalist' }))).toEqual({
      undertaking: first,
      accepted: false,
    })
    expect(await outcome('POST', ofHearing, { as: 'journalist', body: { version: 2 } })).toBe(
      '409 state_moved_on',
    )
    expect(await outcome('POST', ofHearing, { as: 'journalist', body: { version: 1 } })).toBe('204')
    expect(await read(undertakingAnswer, call('GET', ofHearing, { as: 'journalist' }))).toMatchObject({
      accepted: true,
    })
  })

  it('put a journalist out of a hearing and let them in again', async () => {
    const path = '/api/hearings/hearing-1/ejections'
    const body = { personId: 'journalist', reason: 'technical' }
    expect(await outcome('POST', path, { as: 'clerk', body: { ...body, reason: 'a whim' } })).toBe(
      '400 bad_request',
    )
    expect(await outcome('POST', path, { as: 'clerk', body: { ...body, personId: 'elsewhere' } })).toBe(
      '403 refused',
    )
    expect(await outcome('POST', path, { as: 'clerk', body })).toBe('204')
    const { ejections } = await read(ejectionsAnswer, call('GET', path, { as: officer }))
    expect(ejections).toMatchObject([{ ...body, ejectedBy: 'clerk of the tests' }])
    expect(await court.rights.watchingAs('journalist', 'hearing-1')).toBeNull()
    expect(await outcome('DELETE', `${path}/journalist`, { as: 'clerk' })).toBe('204')
    expect(await outcome('DELETE', `${path}/journalist`, { as: 'clerk' })).toBe('403 refused')
    expect(await court.rights.watchingAs('journalist', 'hearing-1')).toBe('journalist')
  })

  it('import and export a pool as CSV', async () => {
    const { id } = await court.pools.create('court-1', 'Imported', officer)
    const path = `/api/courts/court-1/pools/${id}`
    const csv = '\uFEFFname;email\r\nNew one;new@example.kz\r\n'
    const checked = await read(importReport, call('POST', `${path}/import/check`, { as: officer, csv }))
    expect(checked).toMatchObject({ done: false, problems: [], rows: [{ outcome: 'invited' }] })
    const report = await read(importReport, call('POST', `${path}/import`, { as: officer, csv }))
    expect(report).toMatchObject({ done: true, invitations: [{ email: 'new@example.kz' }] })
    expect(report.invitations[0]?.link).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/link#/)
    const answer = await call('GET', `${path}/export`, { as: officer })
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename=${id}.csv`)
    expect(Buffer.from(await answer.arrayBuffer()).toString()).toBe(
      '\uFEFFname;email;outlet;card;language\r\nNew one;new@example.kz;;;en\r\n',
    )
    expect(await outcome('POST', `${path}/import`, { as: officer, csv: new Uint8Array(2_100_000) })).toBe(
      '413 too_large',
    )
    expect(await outcome('POST', `${path}/import`, { as: officer, body: { csv } })).toBe('400 bad_request')
    expect(await outcome('POST', `${path}/import`, { as: officer })).toBe('400 bad_request')
    const theirs = path.replace('court-1', 'court-2')
    expect(await outcome('POST', `${theirs}/import`, { as: stranger, csv })).toBe('403 refused')
    expect(await outcome('GET', `${theirs}/export`, { as: stranger })).toBe('403 refused')
  })
})

const make = async (as: string) =>
  (await read(calendarAnswer, call('POST', '/api/account/calendar', { as }))).path

describe('the calendar', () => {
  it('has the hearings that its person may watch, at a secret address, in their language', async () => {
    await court.hearing('named', 'named', { startMs: nowMs + 2 * dayMs })
    const path = await make('journalist')
    expect(path).toMatch(/^\/calendar\/[\w-]{43}\.ics$/)
    const answer = await call('GET', path)
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    const text = (await answer.text()).replaceAll('\r\n ', '')
    expect(text.match(/^UID:.*$/gm)).toEqual(['UID:hearing-1@press-gallery'])
    expect(text).toContain('SUMMARY:2-hearing-1 Hearing hearing-1')
    expect(text).toContain('LOCATION:Суд court-1\\, Room 1')
    expect(text).toContain('DESCRIPTION:Судья: A. Judge\\nзаметка')
    expect(text).toContain('DTSTART:20260922')
    expect(text).toContain('/watch/hearing-1')
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n[^]*\r\nEND:VCALENDAR\s*$/)
    expect(await (await call('GET', await make('elsewhere'))).text()).not.toContain('BEGIN:VEVENT')
  })

  it('ends at its old address when it is made anew, and with its person', async () => {
    const first = await make('journalist')
    const second = await make('journalist')
    expect([await outcome('GET', first), await outcome('GET', second)]).toEqual(['404 not_found', '200'])
    expect(await outcome('GET', `/calendar/${'a'.repeat(43)}.ics`)).toBe('404 not_found')
    const stored = await court.database
      .selectFrom('people')
      .select('calendar_hash')
      .where('id', '=', 'journalist')
      .executeTakeFirst()
    expect(second).not.toContain(stored?.calendar_hash ?? 'nothing')
    await court.database
      .updateTable('people')
      .set({ removed_ms: nowMs })
      .where('id', '=', 'journalist')
      .execute()
    expect(await outcome('GET', second)).toBe('404 not_found')
  })
})
