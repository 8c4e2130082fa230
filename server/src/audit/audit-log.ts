import { createHash } from 'node:crypto'
import type { Write } from '../store/open-store.ts'

/** Facts of an entry. People are named by pseudonymous ids only (`Subjects.of`). */
export type AuditData = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

export interface AuditEvent {
  kind: string
  courtId?: string | null
  hearingId?: string | null
  /** The id of the person or display that did it; null for the server itself. */
  actorId: string | null
  data?: AuditData
}

/** One line of the log as it is hashed and exported. */
export interface AuditLine {
  seq: number
  atMs: number
  kind: string
  courtId: string | null
  hearingId: string | null
  actor: string | null
  data: string
  previous: string
}

/** SHA-256 over the line in its one spelling. */
export function hashOf(line: AuditLine): string {
  const { seq, atMs, kind, courtId, hearingId, actor, data, previous } = line
  const spelt = JSON.stringify([seq, atMs, kind, courtId, hearingId, actor, data, previous])
  return createHash('sha256').update(spelt).digest('hex')
}

export interface AuditLog {
  /** Writes an entry in the transaction of what it records: both are there, or neither. */
  append(write: Write, event: AuditEvent): Promise<void>
}

export function createAuditLog(nowMs: () => number): AuditLog {
  return {
    async append(write, { kind, courtId = null, hearingId = null, actorId, data = {} }) {
      // The one row of the head is locked by its update, so that two writers can't hang on to the same line.
      const { seq, hash: previous } = await write
        .updateTable('audit_head')
        .set((head) => ({ seq: head('seq', '+', 1) }))
        .returning(['seq', 'hash'])
        .executeTakeFirstOrThrow()
      const line: AuditLine = {
        seq,
        atMs: Math.floor(nowMs()),
        kind,
        courtId,
        hearingId,
        actor: actorId,
        data: JSON.stringify(data),
        previous,
      }
      const hash = hashOf(line)
      await write
        .insertInto('audit_entries')
        .values({
          seq,
          at_ms: line.atMs,
          kind,
          court_id: courtId,
          hearing_id: hearingId,
          actor: line.actor,
          data: line.data,
          previous,
          hash,
        })
        .execute()
      await write.updateTable('audit_head').set({ hash }).execute()
    },
  }
}
