import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { auditHash, type AuditHead } from '../protocol/audit.ts'
import type { Database } from '../store/open-store.ts'
import type { AuditSubjectTable } from '../store/schema.ts'

const pageLength = 500

/**
 * The log as it lies in the tables, for whoever doubts it: nothing is believed of a value. Numbers come as text, since one that
 * was changed to more than 2^53 is to be found, not to fail the reading.
 */
export interface RawEntry {
  seq: unknown
  at_ms: unknown
  kind: unknown
  court_id: unknown
  hearing_id: unknown
  actor: unknown
  data: unknown
  previous: unknown
  hash: unknown
}

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
const headRow = z.object({ id: z.literal(1), seq: wholeNumber, hash: auditHash })

const ofEntries = (what: string) =>
  sql<string | null>`(select cast(${sql.raw(what)} as text) from audit_entries)`

/** What the log says of its own end, and how many entries there are, at one moment. `head` is null where it says nothing usable. */
export async function statedEnd(
  database: Database,
): Promise<{ head: AuditHead | null; entries: number; readTo: number }> {
  const rows = await database
    .selectFrom('audit_head')
    .select([
      'id',
      sql<string>`cast(seq as text)`.as('seq'),
      'hash',
      ofEntries('count(*)').as('entries'),
      ofEntries('max(seq)').as('last'),
    ])
    .execute()
  const [row] = rows
  const head = rows.length === 1 ? headRow.safeParse(row).data : undefined
  const last = wholeNumber.safeParse(row?.last).data ?? 0
  return {
    head: head === undefined ? null : { seq: head.seq, hash: head.hash },
    entries: wholeNumber.safeParse(row?.entries).data ?? 0,
    // Also what stands behind the end: somebody put it there.
    readTo: row === undefined ? Number.MAX_SAFE_INTEGER : Math.max(head?.seq ?? 0, last),
  }
}

export interface RawPage {
  entries: RawEntry[]
  /** Ids of the log by entry, as the search has them. */
  mentions: Map<number, Set<string>>
}

/** In the order of `seq`, up to this one. Between pages others have their turn. */
export async function* rawPages(database: Database, readTo: number): AsyncGenerator<RawPage> {
  let after = 0
  for (;;) {
    const entries: RawEntry[] = await database
      .selectFrom('audit_entries')
      .where('seq', '>', after)
      .where('seq', '<=', readTo)
      // Not by the text of the same name.
      .orderBy('audit_entries.seq')
      .limit(pageLength)
      .select([
        sql`cast(seq as text)`.as('seq'),
        sql`cast(at_ms as text)`.as('at_ms'),
        'kind',
        'court_id',
        'hearing_id',
        'actor',
        'data',
        'previous',
        'hash',
      ])
      .execute()
    const isLast = entries.length < pageLength
    const end = isLast ? readTo : Math.max(...entries.map(({ seq }) => wholeNumber.safeParse(seq).data ?? 0))
    yield { entries, mentions: await mentionsBetween(database, after, end) }
    // An order that is no number ends the reading too; the count then does not fit.
    if (isLast || end <= after) return
    after = end
    await setImmediate()
  }
}

async function mentionsBetween(
  database: Database,
  after: number,
  upTo: number,
): Promise<Map<number, Set<string>>> {
  const rows = await database
    .selectFrom('audit_mentions')
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .select(['subject', sql`cast(seq as text)`.as('seq')])
    .execute()
  const mentions = new Map<number, Set<string>>()
  for (const { subject, seq: text } of rows) {
    const seq = wholeNumber.safeParse(text).data ?? 0
    mentions.set(seq, (mentions.get(seq) ?? new Set()).add(subject))
  }
  return mentions
}

/** Those that stand behind ids of the log. */
export async function* rawSubjects(database: Database): AsyncGenerator<AuditSubjectTable> {
  let after = ''
  for (;;) {
    const subjects = await database
      .selectFrom('audit_subjects')
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageLength)
      .selectAll()
      .execute()
    yield* subjects
    const last = subjects.at(-1)
    if (last === undefined || subjects.length < pageLength) return
    after = last.id
    await setImmediate()
  }
}
