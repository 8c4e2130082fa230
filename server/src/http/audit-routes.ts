import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Logger } from 'pino'
import type { AuditReader } from '../audit/audit-reader.ts'
import {
  auditExportQuery,
  auditSearchRequest,
  auditVerifyRequest,
  type AuditSearchAnswer,
  type AuditVerifyAnswer,
} from '../protocol/audit.ts'
import type { Routes } from './routes.ts'

export interface AuditRoutesOptions {
  auditReader: AuditReader
  log: Logger
}

const rule = { permission: 'audit.read', of: 'any' } as const

/** The audit log: searched, exported as JSON Lines, verified. */
export function addAuditRoutes(routes: Routes, { auditReader, log }: AuditRoutesOptions): void {
  routes.addStaff('post', '/api/audit/search', rule, async (request, response, asker) => {
    const asked = auditSearchRequest.parse(request.body)
    response.json((await auditReader.search(asked, asker)) satisfies AuditSearchAnswer)
  })

  routes.addStaff('get', '/api/audit/export', rule, async (request, response, asker) => {
    const query = new URL(request.originalUrl, 'http://localhost').searchParams
    const filter = auditExportQuery.parse(Object.fromEntries(query))
    const lines = await auditReader.exportLines(filter, asker)
    response.attachment('audit.jsonl').type('application/jsonl; charset=utf-8')
    try {
      await pipeline(Readable.from(lines), response)
    } catch (error) {
      // The answer has begun: that it is cut off is all that can be told.
      log.warn({ err: error }, 'an export of the audit log was cut off')
    }
  })

  routes.addStaff('post', '/api/audit/verify', rule, async (request, response, asker) => {
    const { heads } = auditVerifyRequest.parse(request.body)
    response.json((await auditReader.verify(heads, asker)) satisfies AuditVerifyAnswer)
  })
}
