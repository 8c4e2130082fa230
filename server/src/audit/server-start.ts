import type { Database } from '../store/open-store.ts'
import type { AuditLog } from './audit-log.ts'
import { factsOf } from './line.ts'

const serverStarted = 'server.started'

/**
 * Says in the log that a server has started, with which settings, and which of them are others than at the start before: they
 * come from outside, and nothing else records that somebody changed them.
 */
export async function recordStart(options: {
  database: Database
  audit: AuditLog
  /** By name; secrets only as to whether they are set. */
  settings: Readonly<Record<string, string>>
}): Promise<void> {
  const { database, audit, settings } = options
  await database.transaction().execute(async (write) => {
    const last = await write
      .selectFrom('audit_entries')
      .where('kind', '=', serverStarted)
      .orderBy('seq', 'desc')
      .select('data')
      .executeTakeFirst()
    const before = last === undefined ? settings : factsOf(last.data)
    const names = new Set([...Object.keys(before), ...Object.keys(settings)])
    const changed = [...names].filter((name) => name !== 'changed' && before[name] !== settings[name])
    await audit.append(write, { kind: serverStarted, actorId: null, data: { ...settings, changed } })
  })
}
