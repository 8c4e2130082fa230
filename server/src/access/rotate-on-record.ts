import type { AuditLog } from '../audit/audit-log.ts'
import type { Database } from '../store/open-store.ts'
import { newSigningKey, rotateKeys } from './key-ring.ts'

export interface RotationOptions {
  database: Database
  audit: AuditLog
  dataDir: string
  /** Null: whoever runs the machine. */
  actorId: string | null
  nowMs: number
}

/**
 * Puts a new signing key of hearing tokens in place, with its entry in the audit log: the entry is written first, and undone where the
 * key can't be put in place. Returns the new `kid`.
 */
export function rotateOnRecord({
  database,
  audit,
  dataDir,
  actorId,
  nowMs,
}: RotationOptions): Promise<string> {
  const made = newSigningKey(nowMs)
  return database.transaction().execute(async (write) => {
    await audit.append(write, { kind: 'keys.rotated', actorId, data: { kid: made.kid } })
    return rotateKeys(dataDir, nowMs, made)
  })
}
