import {
  accreditation,
  accreditationsAnswer,
  importReport,
  pool,
  poolMembersAnswer,
  poolsAnswer,
  type Accreditation,
  type AccreditationDecisionRequest,
  type AccreditationGrantRequest,
  type AccreditationsAnswer,
  type AccreditationState,
  type ImportReport,
  type Pool,
  type PoolMember,
} from '@press-gallery/server/protocol/accreditation'
import type { Requests } from '../api/requests.ts'
import { courtPath } from './desk-api.ts'

/** The press office's calls, to one court. All reject as `Requests` does. */
export interface AccreditationApi {
  list(state: AccreditationState): Promise<AccreditationsAnswer>
  decide(id: string, request: AccreditationDecisionRequest): Promise<Accreditation>
  grant(request: AccreditationGrantRequest): Promise<Accreditation>
  pools(): Promise<Pool[]>
  createPool(name: string): Promise<Pool>
  renamePool(poolId: string, name: string): Promise<Pool>
  removePool(poolId: string): Promise<void>
  members(poolId: string): Promise<PoolMember[]>
  putIn(poolId: string, personId: string): Promise<void>
  takeOut(poolId: string, personId: string): Promise<void>
  /** Tells what an import of the file would do, and writes nothing. */
  checkImport(poolId: string, file: Blob): Promise<ImportReport>
  runImport(poolId: string, file: Blob): Promise<ImportReport>
  /** The address of the pool as CSV. */
  exportPath(poolId: string): string
}

/** Thousands of rows are read, and people invited. */
const importMs = 60_000

export function createAccreditationApi({ ask, send }: Requests, courtId: string): AccreditationApi {
  const accreditations = `${courtPath(courtId)}/accreditations`
  const pools = `${courtPath(courtId)}/pools`
  const poolPath = (poolId: string): string => `${pools}/${encodeURIComponent(poolId)}`
  const memberPath = (poolId: string, personId: string): string =>
    `${poolPath(poolId)}/members/${encodeURIComponent(personId)}`
  return {
    list: (state) => ask(accreditationsAnswer, 'GET', `${accreditations}/${state}`),
    decide: (id, request) =>
      ask(accreditation, 'POST', `${accreditations}/${encodeURIComponent(id)}/decision`, request),
    grant: (request) => ask(accreditation, 'POST', accreditations, request),
    pools: async () => (await ask(poolsAnswer, 'GET', pools)).pools,
    createPool: (name) => ask(pool, 'POST', pools, { name }),
    renamePool: (poolId, name) => ask(pool, 'PUT', poolPath(poolId), { name }),
    removePool: async (poolId) => {
      await send('DELETE', poolPath(poolId))
    },
    members: async (poolId) => (await ask(poolMembersAnswer, 'GET', `${poolPath(poolId)}/members`)).members,
    putIn: async (poolId, personId) => {
      await send('PUT', memberPath(poolId, personId))
    },
    takeOut: async (poolId, personId) => {
      await send('DELETE', memberPath(poolId, personId))
    },
    checkImport: (poolId, file) =>
      ask(importReport, 'POST', `${poolPath(poolId)}/import/check`, file, importMs),
    runImport: (poolId, file) => ask(importReport, 'POST', `${poolPath(poolId)}/import`, file, importMs),
    exportPath: (poolId) => `${poolPath(poolId)}/export`,
  }
}
