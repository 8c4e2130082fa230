import type { AuditLog } from '../audit/audit-log.ts'
import type { Database } from '../store/open-store.ts'

export interface Opened {
  courtroomId: string
  courtId: string
  personId: string
}

export interface PreviewEntriesOptions {
  database: Database
  audit: AuditLog
  nowMs: () => number
}

/** A page that is hidden for a moment, or reloaded, is no second look for the log. */
const sameLookMs = 60_000

/** Writes in the audit log that somebody looks at a courtroom: once, for as long as it is called again within a minute. */
export function createPreviewEntries(options: PreviewEntriesOptions): (opened: Opened) => Promise<void> {
  const { database, audit, nowMs } = options
  /** Until when somebody's looks at a courtroom count as the one in the log; by courtroom and person. */
  const written = new Map<string, number>()

  return async ({ courtroomId, courtId, personId }) => {
    const key = `${courtroomId} ${personId}`
    const now = nowMs()
    const isNew = (written.get(key) ?? 0) < now
    for (const [one, untilMs] of written) if (untilMs < now) written.delete(one)
    written.set(key, now + sameLookMs)
    if (!isNew) return
    try {
      await database.transaction().execute((transaction) =>
        audit.append(transaction, {
          kind: 'preview.opened',
          courtId,
          actorId: personId,
          data: { courtroom: courtroomId },
        }),
      )
    } catch (error) {
      written.delete(key)
      throw error
    }
  }
}
