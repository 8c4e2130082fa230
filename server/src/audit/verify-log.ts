import { z } from 'zod'
import { auditHash, type AuditHead, type AuditVerifyAnswer } from '../protocol/audit.ts'
import type { Database } from '../store/open-store.ts'
import { beginning, factsOf, hashOf, mentionsOf, type AuditLine } from './line.ts'
import { namesRemoved } from './personal-data.ts'
import { rawPages, rawSubjects, statedEnd, type RawEntry } from './raw-log.ts'
import { monthOf, subjectId } from './subjects.ts'

type ProblemKind = AuditVerifyAnswer['problems'][number]['kind']
type Tell = (kind: ProblemKind, seq: number | null) => void

/** The first line that names somebody. */
type Mentioned = Map<string, { seq: number; atMs: number }>

const problemsTold = 100

const entryRow = z.strictObject({
  seq: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  at_ms: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  kind: z.string(),
  court_id: z.string().nullable(),
  hearing_id: z.string().nullable(),
  actor: z.string().nullable(),
  data: z.string(),
  previous: auditHash,
  hash: auditHash,
})

/**
 * Reads the whole log and says what is wrong with it. Whoever rewrites all of it, head included, is found by the heads that
 * were printed or mailed earlier. Goes page by page, so that a server can go on meanwhile; what is written during it is
 * not read.
 */
export async function verifyLog(
  database: Database,
  knownHeads: readonly AuditHead[] = [],
): Promise<AuditVerifyAnswer> {
  const problems: AuditVerifyAnswer['problems'] = []
  const tell: Tell = (kind, seq) => {
    if (problems.length < problemsTold) problems.push({ kind, seq })
  }
  const { head, entries, readTo } = await statedEnd(database)
  const chain = await readChain(database, readTo, new Set(knownHeads.map(({ seq }) => seq)), tell)
  const endsAsStated = head !== null && head.seq === chain.last.seq && head.hash === chain.last.hash
  if (!endsAsStated || entries !== chain.last.seq) tell('cut_off', null)
  for (const known of knownHeads) {
    if (chain.hashes.get(known.seq) !== known.hash) tell('head_not_in_log', known.seq)
  }
  await checkNames(database, chain.mentioned, tell)
  return { entries: chain.count, head: chain.last, problems }
}

/** `wanted`: of which lines the hashes are kept; the log may be long. */
async function readChain(database: Database, readTo: number, wanted: ReadonlySet<number>, tell: Tell) {
  const hashes = new Map([[0, beginning]])
  const mentioned: Mentioned = new Map()
  let last: AuditHead = { seq: 0, hash: beginning }
  let count = 0
  for await (const { entries, mentions } of rawPages(database, readTo)) {
    for (const entry of entries) {
      count += 1
      const line = checkLine(entry, last, tell)
      if (line === null) continue
      last = { seq: line.seq, hash: String(entry.hash) }
      if (wanted.has(line.seq)) hashes.set(line.seq, last.hash)
      const named = mentionsIfReadable(line)
      for (const id of named) if (!mentioned.has(id)) mentioned.set(id, line)
      if (!sameSet(named, mentions.get(line.seq) ?? new Set())) tell('search_altered', line.seq)
      mentions.delete(line.seq)
    }
    for (const seq of mentions.keys()) tell('search_altered', seq)
  }
  return { last, count, hashes, mentioned }
}

function checkLine(entry: RawEntry, before: AuditHead, tell: Tell): AuditLine | null {
  const row = entryRow.safeParse(entry)
  if (!row.success) {
    tell('altered', entryRow.shape.seq.safeParse(entry.seq).data ?? null)
    return null
  }
  const { seq, at_ms: atMs, kind, court_id: courtId, hearing_id: hearingId, actor, data, previous } = row.data
  const line = { seq, atMs, kind, courtId, hearingId, actor, data, previous }
  if (hashOf(line) !== row.data.hash) tell('altered', seq)
  if (seq > before.seq + 1) tell('missing', seq)
  else if (previous !== before.hash) tell('unlinked', seq)
  return line
}

function mentionsIfReadable(line: AuditLine): Set<string> {
  try {
    return mentionsOf(line)
  } catch {
    // Its hash tells.
    return new Set()
  }
}

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && a.isSubsetOf(b)

/** That each name is the one that was written, and none is gone before its time. */
async function checkNames(database: Database, mentioned: Mentioned, tell: Tell): Promise<void> {
  const missing = new Map(mentioned)
  for await (const subject of rawSubjects(database)) {
    missing.delete(subject.id)
    if (subjectId(subject) !== subject.id) tell('name_altered', mentioned.get(subject.id)?.seq ?? null)
  }
  if (missing.size === 0) return
  const removedBefore = await namesRemovedBefore(database)
  for (const { seq, atMs } of missing.values()) {
    if (monthOf(atMs) >= removedBefore) tell('name_missing', seq)
  }
}

async function namesRemovedBefore(database: Database): Promise<string> {
  const latest = await database
    .selectFrom('audit_entries')
    .where('kind', '=', namesRemoved)
    .orderBy('seq', 'desc')
    .select('data')
    .executeTakeFirst()
  try {
    return latest === undefined ? '' : String(factsOf(latest.data)['before'])
  } catch {
    return ''
  }
}
