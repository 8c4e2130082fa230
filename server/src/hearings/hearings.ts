import { sql } from 'kysely'
import { z } from 'zod'
import type { CourtScope } from '../access/rights.ts'
import { reaches } from '../access/scope.ts'
import { audience } from '../protocol/api.ts'
import { hearingState, hearingStates, isOver, overStates, underWayStates } from '../protocol/hearing-state.ts'
import { inThree, language } from '../protocol/identifiers.ts'
import type { Database, Write } from '../store/open-store.ts'
import type { HearingTable } from '../store/schema.ts'

const row = z.object({
  id: z.string(),
  courtId: z.string(),
  courtroomId: z.string(),
  caseNumber: z.string(),
  title: z.string(),
  judge: z.string(),
  plannedStartMs: z.number().nullable(),
  plannedEndMs: z.number().nullable(),
  languages: z.array(language),
  audience,
  poolId: z.string().nullable(),
  notes: inThree,
  watermark: z.boolean(),
  closedRecording: z.enum(['stop', 'sealed']),
  state: hearingState,
  /** Grows by one with each order. */
  version: z.number(),
  sinceMs: z.number(),
  /** Of the closed session now. */
  groundId: z.string().nullable(),
})

/** A hearing as it is scheduled and as it stands. */
export type Hearing = Readonly<z.infer<typeof row>>

/** A place in what is over, the latest first; as text, `protocol/earlier.ts`. */
export interface Place {
  sinceMs: number
  /** Of the hearing there; `''`: before all that was over at that time. */
  id: string
}

/** Reads hearings; who may know of which is `access/`'s to say. */
export interface Hearings {
  find(hearingId: string): Promise<Hearing | undefined>
  /**
   * What is not over, by planned time, those without one last; also what was over, or explained, since `overSinceMs` (null: nothing that
   * is over).
   */
  list(wanted: { courts: CourtScope; overSinceMs: number | null }): Promise<Hearing[]>
  /** What is over, the latest first: at most `limit` of what comes after a place. */
  over(wanted: { courts: CourtScope; before: Place; limit: number }): Promise<Hearing[]>
  /** Everything under way, in all courts: what a restarted server takes up again. */
  underWay(): Promise<Hearing[]>
}

export function createHearings(database: Database): Hearings {
  const idsIn = (courts: CourtScope) =>
    database
      .selectFrom('hearings')
      .select('id')
      .$if(courts !== 'all', (query) => query.where('court_id', 'in', courts === 'all' ? [] : courts))
  return {
    find: (hearingId) => findHearing(database, hearingId),
    async list({ courts, overSinceMs }) {
      if (courts.length === 0) return []
      // Each part by an index of its own: of what has long been over not one row is read.
      const notOver = idsIn(courts).where(isNotOver)
      const wanted =
        overSinceMs === null
          ? notOver
          : notOver
              .unionAll(idsIn(courts).where('since_ms', '>=', overSinceMs))
              .unionAll(
                database
                  .selectFrom('explanations')
                  .select('hearing_id as id')
                  .where('published_ms', '>=', overSinceMs),
              )
      const rows = await database
        .selectFrom('hearings')
        .selectAll()
        .where('id', 'in', wanted)
        .orderBy('id')
        .execute()
      return rows
        .map(hearingOf)
        .filter(({ courtId }) => reaches(courts, courtId))
        .toSorted((a, b) => (a.plannedStartMs ?? Infinity) - (b.plannedStartMs ?? Infinity) || 0)
    },
    async over({ courts, before, limit }) {
      if (courts.length === 0) return []
      const rows = await database
        .selectFrom('hearings')
        .selectAll()
        .$if(courts !== 'all', (query) => query.where('court_id', 'in', courts === 'all' ? [] : courts))
        .where('state', 'in', overStates)
        .where('since_ms', '<=', before.sinceMs)
        .where((is) => is.or([is('since_ms', '<', before.sinceMs), is('id', '<', before.id)]))
        .orderBy('since_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(hearingOf)
    },
    async underWay() {
      const query = database.selectFrom('hearings').selectAll().where(isNotOver)
      return (await query.where('state', 'in', underWayStates).execute()).map(hearingOf)
    },
  }
}

/**
 * The `where` of hearings that are not over, by which few rows are read however many there ever were: as the index `hearings_not_over`
 * has it, and written out, since a bound value would not be known to be the index's.
 */
export const isNotOver = sql<boolean>`state in (${sql.join(
  hearingStates.filter((state) => !isOver(state)).map((state) => sql.lit(state)),
)})`

/** Also for use inside a write. */
export async function findHearing(
  database: Database | Write,
  hearingId: string,
): Promise<Hearing | undefined> {
  const found = await database
    .selectFrom('hearings')
    .selectAll()
    .where('id', '=', hearingId)
    .executeTakeFirst()
  return found === undefined ? undefined : hearingOf(found)
}

function hearingOf(stored: HearingTable): Hearing {
  return row.parse({
    id: stored.id,
    courtId: stored.court_id,
    courtroomId: stored.courtroom_id,
    caseNumber: stored.case_number,
    title: stored.title,
    judge: stored.judge,
    plannedStartMs: stored.planned_start_ms,
    plannedEndMs: stored.planned_end_ms,
    languages: JSON.parse(stored.languages),
    audience: stored.audience,
    poolId: stored.pool_id,
    notes: JSON.parse(stored.notes),
    watermark: stored.watermark !== 0,
    closedRecording: stored.closed_recording,
    state: stored.state,
    version: stored.version,
    sinceMs: stored.since_ms,
    groundId: stored.ground_id,
  })
}
