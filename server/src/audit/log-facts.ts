import type { AuditHead } from '../protocol/audit.ts'
import type { Database } from '../store/open-store.ts'
import { factsOf, type AuditData } from './line.ts'

/** The latest entry of a kind. */
export interface LatestEntry {
  atMs: number
  data: AuditData
}

/** What the log tells of itself and of the installation. */
export interface LogFacts {
  head: AuditHead
  /** When its first entry was written, and its last; null: it is empty. */
  firstMs: number | null
  lastMs: number | null
  /** Of each kind that was asked for. */
  latest: ReadonlyMap<string, LatestEntry>
}

/**
 * Reads the latest entries of some kinds. The whole log is looked through once; from then on only what was written since, so that it
 * can be asked every few seconds, however long the log is.
 */
export function createLogFacts(database: Database, kinds: readonly string[]): () => Promise<LogFacts> {
  const latest = new Map<string, LatestEntry>()
  let upTo = 0
  let firstMs: number | null = null
  return async () => {
    const head = await database.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow()
    const rows = await database
      .selectFrom('audit_entries')
      .select(['at_ms', 'kind', 'data'])
      .where('kind', 'in', kinds)
      .where('seq', '>', upTo)
      .where('seq', '<=', head.seq)
      .orderBy('seq')
      .execute()
    for (const { at_ms, kind, data } of rows) latest.set(kind, { atMs: at_ms, data: readable(data) })
    upTo = Math.max(upTo, head.seq)
    firstMs ??= await timeOf(database, 1)
    return { head, firstMs, lastMs: await timeOf(database, head.seq), latest }
  }
}

/** What somebody has broken is for the log's verification to find. */
function readable(data: string): AuditData {
  try {
    return factsOf(data)
  } catch {
    return {}
  }
}

async function timeOf(database: Database, seq: number): Promise<number | null> {
  const query = database.selectFrom('audit_entries').select('at_ms').where('seq', '=', seq)
  return (await query.executeTakeFirst())?.at_ms ?? null
}
