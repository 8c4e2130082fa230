import type { AuditVerifyAnswer } from '../protocol/audit.ts'
import type { Database } from '../store/open-store.ts'
import type { AuditLog } from './audit-log.ts'

export interface RecordVerifiedOptions {
  database: Database
  audit: AuditLog
  /** Who had it verified; null: whoever runs the machine. */
  actorId: string | null
}

/** Writes into the log that it was verified and what was found, from where the server's health knows of it. */
export async function recordVerified(
  { entries, problems }: Pick<AuditVerifyAnswer, 'entries' | 'problems'>,
  { database, audit, actorId }: RecordVerifiedOptions,
): Promise<void> {
  await database.transaction().execute((write) =>
    audit.append(write, {
      kind: 'audit.verified',
      actorId,
      data: { entries, problems: problems.length },
    }),
  )
}
