import {
  auditExportQuery,
  auditSearchAnswer,
  auditSearchRequest,
  auditVerifyAnswer,
  auditVerifyRequest,
} from '../../protocol/audit.ts'
import type { Area } from './described.ts'

export const auditArea: Area = {
  name: 'audit',
  says: 'The audit log: searched, exported, verified.',
  routes: {
    'POST /api/audit/search': {
      says: 'Finds entries of the log, the latest first.',
      request: auditSearchRequest,
      answers: { 200: auditSearchAnswer },
      errors: [],
    },
    'GET /api/audit/export': {
      says: 'Gives entries of the log as JSON Lines, the earliest first.',
      request: null,
      query: auditExportQuery,
      answers: { 200: ['application/jsonl'] },
      errors: ['bad_request'],
    },
    'POST /api/audit/verify': {
      says: 'Checks that nothing in the log was changed, and that it holds the heads that were printed earlier.',
      request: auditVerifyRequest,
      answers: { 200: auditVerifyAnswer },
      errors: ['too_many_requests'],
    },
  },
}
