import { createPauses, inParts } from '../accreditation/in-parts.ts'
import { identifier } from '../protocol/identifiers.ts'
import type { Write } from '../store/open-store.ts'
import { hashOf, isPseudonym, type AuditData, type AuditLine } from './line.ts'
import { subjectsOf } from './subjects.ts'

export interface AuditEvent {
  /** `area.what`, small letters and `_`. */
  kind: string
  courtId?: string | null
  hearingId?: string | null
  /** The id of the person or display that did it; null for the server itself. */
  actorId: string | null
  /** Facts, but no names of people. */
  data?: AuditData
  /** Whom it is about, by their ids: `{ personId }`. They come to stand in the entry's data under the same words. */
  people?: Readonly<Record<string, string | readonly string[] | null>>
}

export interface AuditLog {
  /**
   * Writes an entry in the transaction of what it records: both are there, or neither. The last thing of a transaction, since
   * it makes all others that write wait for its end. Ids of people, wherever they stand, are replaced by those of the log
   * (`audit_subjects`).
   */
  append(write: Write, event: AuditEvent): Promise<void>
}

export function createAuditLog(nowMs: () => number): AuditLog {
  return {
    async append(write, { kind, courtId = null, hearingId = null, actorId, data = {}, people = {} }) {
      // The one row of the head is locked by its update, so that two writers can't hang on to the same line.
      const { seq, hash: previous } = await write
        .updateTable('audit_head')
        .set((head) => ({ seq: head('seq', '+', 1) }))
        .returning(['seq', 'hash'])
        .executeTakeFirstOrThrow()
      const atMs = Math.floor(nowMs())
      const facts = { ...data, ...people }
      const texts = [actorId, ...Object.values(facts).flat()].filter((value) => typeof value === 'string')
      const ids: string[] = []
      const pause = createPauses()
      for (const text of new Set(texts)) {
        await pause()
        if (identifier.safeParse(text).success) ids.push(text)
      }
      const subjects = await subjectsOf(write, ids, atMs)
      await pause()
      // A text that somebody wrote to look like an id of the log gets a space.
      const written = (text: string): string => subjects.get(text) ?? (isPseudonym(text) ? ` ${text}` : text)

      const line: AuditLine = {
        seq,
        atMs,
        kind,
        courtId,
        hearingId,
        actor: actorId === null ? null : written(actorId),
        data: JSON.stringify(mapTexts(facts, written)),
        previous,
      }
      const hash = hashOf(line)
      await write
        .insertInto('audit_entries')
        .values({
          seq,
          at_ms: atMs,
          kind,
          court_id: courtId,
          hearing_id: hearingId,
          actor: line.actor,
          data: line.data,
          previous,
          hash,
        })
        .execute()
      // Whoever was asked for stands in the line, and nobody else does: see `written`.
      const mentions = [...new Set(subjects.values())].map((subject) => ({ subject, seq }))
      await inParts(mentions, async (part) => {
        await write.insertInto('audit_mentions').values(part).execute()
      })
      await write.updateTable('audit_head').set({ hash }).execute()
    },
  }
}

function mapTexts(facts: AuditData, write: (text: string) => string): AuditData {
  return Object.fromEntries(
    Object.entries(facts).map(([key, value]) => {
      if (typeof value === 'string') return [key, write(value)]
      return [key, Array.isArray(value) ? value.map(write) : value]
    }),
  )
}
