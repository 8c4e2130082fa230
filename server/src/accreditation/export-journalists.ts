import { findPool, membersOf } from '../access/pools.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import { language } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import type { ImportInto } from './import-journalists.ts'
import { writeJournalists } from './journalist-table.ts'

/** A pool as a file, with headers in the officer's language, and a name for it that any disk takes. */
export type JournalistExport = (of: ImportInto) => Promise<{ file: string; name: string }>

export interface JournalistExportOptions {
  database: Database
  audit: AuditLog
}

export function createJournalistExport({ database, audit }: JournalistExportOptions): JournalistExport {
  return ({ courtId, poolId, byId }) =>
    database.transaction().execute(async (write) => {
      await findPool(write, courtId, poolId)
      const members = await membersOf(write, poolId)
      const officer = await write
        .selectFrom('people')
        .select('language')
        .where('id', '=', byId)
        .executeTakeFirst()
      const file = writeJournalists(members, language.parse(officer?.language ?? 'kk'))
      await audit.append(write, {
        kind: 'export.made',
        courtId,
        actorId: byId,
        data: { poolId, rows: members.length },
      })
      return { file, name: `${poolId}.csv` }
    })
}
