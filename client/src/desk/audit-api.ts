import {
  auditSearchAnswer,
  auditVerifyAnswer,
  type AuditFilter,
  type AuditHead,
  type AuditSearchAnswer,
  type AuditVerifyAnswer,
} from '@press-gallery/server/protocol/audit'
import type { Requests } from '../api/requests.ts'

/** The calls to the audit log. All reject as `Requests` does. */
export interface AuditApi {
  /** `beforeSeq`: the page that follows the entry of that number; null: the first. */
  search(filter: AuditFilter, beforeSeq: number | null): Promise<AuditSearchAnswer>
  verify(heads: readonly AuditHead[]): Promise<AuditVerifyAnswer>
}

/** All of the log is read. */
const verifyMs = 120_000

export const createAuditApi = ({ ask }: Requests): AuditApi => ({
  search: (filter, beforeSeq) =>
    ask(
      auditSearchAnswer,
      'POST',
      '/api/audit/search',
      beforeSeq === null ? filter : { ...filter, beforeSeq },
    ),
  verify: (heads) => ask(auditVerifyAnswer, 'POST', '/api/audit/verify', { heads }, verifyMs),
})
