import express from 'express'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CourtScope } from '../access/rights.ts'
import { createAuditReader } from '../audit/audit-reader.ts'
import { openWrittenLog, type WrittenLog } from '../audit/testing/written-log.ts'
import { auditSearchAnswer, auditVerifyAnswer } from '../protocol/audit.ts'
import { DomainError } from '../protocol/errors.ts'
import { addAuditRoutes } from './audit-routes.ts'
import { errorHandler } from './error-answer.ts'
import { createHttpServer } from './http-server.ts'
import { createRoutes, type Authorise } from './routes.ts'

const silent = pino({ level: 'silent' })
const refuse = () => Promise.reject(new DomainError('refused', 'not asked here'))

describe('the routes of the audit log', () => {
  let log: WrittenLog
  let url: string
  let scope: CourtScope
  let stop: () => Promise<void>

  beforeEach(async () => {
    log = await openWrittenLog('sqlite')
    await log.addPerson('person-auditor', 'Auditor')
    await log.append({ kind: 'a.b', courtId: 'almaty', actorId: null })
    await log.append({ kind: 'a.b', courtId: 'astana', actorId: null })
    scope = 'all'
    const authorise: Authorise = {
      plain: {
        public: refuse,
        session: refuse,
        session_or_device: refuse,
        hearing: refuse,
        operator: refuse,
      },
      staff: (_request, rule) =>
        rule.permission === 'audit.read'
          ? Promise.resolve({
              personId: 'person-auditor',
              login: 'auditor',
              name: 'Auditor',
              grants: [],
              sessionId: 's',
              endsAtMs: 4e12,
              device: null,
              courtId: '',
              scope,
            })
          : refuse(),
    }
    const app = express()
    app.set('query parser', false)
    const auditReader = createAuditReader({ database: log.store.database, audit: log.audit })
    addAuditRoutes(createRoutes(app, authorise), { auditReader, log: silent })
    app.use(errorHandler(silent))
    const http = createHttpServer(app, null)
    url = await http.listen('127.0.0.1', 0)
    stop = () => http.stop(1000)
  })
  afterEach(async () => {
    await stop()
    await log.store.end()
  })

  const post = (path: string, body: unknown) =>
    fetch(new URL(path, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  test('search what is in scope', async () => {
    scope = ['almaty']
    const { entries } = auditSearchAnswer.parse(await (await post('/api/audit/search', {})).json())
    expect(entries.map(({ seq }) => seq)).toEqual([1])
    expect((await post('/api/audit/search', { courtId: 'astana' })).status).toBe(403)
    expect((await post('/api/audit/search', { from: 1 })).status).toBe(400)
  })

  test('export what is in scope, as a file', async () => {
    scope = ['astana']
    const answer = await fetch(new URL('/api/audit/export?fromMs=1', url))
    expect(answer.headers.get('content-type')).toBe('application/jsonl; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toContain('audit.jsonl')
    const lines = (await answer.text()).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).seq)).toEqual([2])
    expect((await fetch(new URL('/api/audit/export?courtId=almaty', url))).status).toBe(403)
    expect((await fetch(new URL('/api/audit/export?fromMs=x', url))).status).toBe(400)
  })

  test('verify, with heads that were printed', async () => {
    const verified = auditVerifyAnswer.parse(await (await post('/api/audit/verify', {})).json())
    expect(verified).toMatchObject({ entries: 2, problems: [] })
    const body = { heads: [verified.head, { seq: 9, hash: 'f'.repeat(64) }] }
    expect(await (await post('/api/audit/verify', body)).json()).toMatchObject({
      problems: [{ kind: 'head_not_in_log', seq: 9 }],
    })
  })
})
