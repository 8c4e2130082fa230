import { createHash } from 'node:crypto'
import { inThree } from '../protocol/identifiers.ts'
import type { ServerKeysAnswer } from '../protocol/server-health.ts'
import { factsOf } from '../audit/line.ts'
import type { Database } from '../store/open-store.ts'

/** Each court's public key for what is recorded in closed session, and when it was set; by the audit log. */
export async function readSealingKeys(database: Database): Promise<ServerKeysAnswer['sealing']> {
  const courts = await database
    .selectFrom('courts')
    .select(['id', 'name', 'names', 'seal_recipient'])
    .orderBy('id')
    .execute()
  const changes = await database
    .selectFrom('audit_entries')
    .select(['court_id', 'at_ms', 'data'])
    .where('kind', '=', 'court.changed')
    .where('court_id', 'is not', null)
    .orderBy('seq')
    .execute()
  // The latest of each court stays.
  const setMs = new Map(
    changes.filter(({ data }) => isOfSeal(data)).map(({ court_id, at_ms }) => [court_id, at_ms]),
  )
  return courts.map(({ id, name, names, seal_recipient }) => ({
    courtId: id,
    name,
    names: inThree.parse(JSON.parse(names)),
    fingerprint: seal_recipient === null ? null : createHash('sha256').update(seal_recipient).digest('hex'),
    setMs: setMs.get(id) ?? null,
  }))
}

function isOfSeal(data: string): boolean {
  try {
    const { what } = factsOf(data)
    return Array.isArray(what) && what.includes('seal_recipient')
  } catch {
    // What somebody has broken is for the log's verification to find.
    return false
  }
}
