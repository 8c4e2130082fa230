import type { Database } from '../store/open-store.ts'
import type { AuditLog } from './audit-log.ts'
import { monthOf } from './subjects.ts'

/** Says up to which month (not with it) names were taken out; `verify` then does not miss them. */
export const namesRemoved = 'audit.names_removed'

const dayMs = 86_400_000

/**
 * Takes the names out of the log whose month lies wholly before the time for personal data. The entries, and so the chain,
 * stay as they are. Returns how many.
 */
export async function removeOldNames(options: {
  database: Database
  audit: AuditLog
  personalDays: number
  nowMs: () => number
}): Promise<number> {
  const { database, audit, personalDays, nowMs } = options
  const before = monthOf(nowMs() - personalDays * dayMs)
  return database.transaction().execute(async (write) => {
    const { numDeletedRows } = await write
      .deleteFrom('audit_subjects')
      .where('month', '<', before)
      .executeTakeFirst()
    const count = Number(numDeletedRows)
    if (count > 0) await audit.append(write, { kind: namesRemoved, actorId: null, data: { before, count } })
    return count
  })
}
