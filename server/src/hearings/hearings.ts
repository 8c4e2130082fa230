import { z } from 'zod'
import { audience } from '../protocol/api.ts'
import { hearingState, overStates } from '../protocol/hearing-state.ts'
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

/** In these a hearing has its courtroom to itself. */
export const underWay = ['live', 'recess', 'closed'] as const

/** Reads hearings; who may know of which is `access/`'s to say. */
export interface Hearings {
  find(hearingId: string): Promise<Hearing | undefined>
  /** By planned time, those without one last. `overSinceMs`: of those that are over, only what is since then, or explained since then. */
  list(filter?: { courtId?: string; ids?: readonly string[]; overSinceMs?: number }): Promise<Hearing[]>
  /** Everything under way, in all courts: what a restarted server takes up again. */
  underWay(): Promise<Hearing[]>
}

export function createHearings(database: Database): Hearings {
  return {
    find: (hearingId) => findHearing(database, hearingId),
    async list({ courtId, ids, overSinceMs } = {}) {
      if (ids?.length === 0) return []
      let query = database.selectFrom('hearings').selectAll()
      if (courtId !== undefined) query = query.where('court_id', '=', courtId)
      if (ids !== undefined) query = query.where('id', 'in', ids)
      if (overSinceMs !== undefined)
        query = query.where((is) =>
          is.or([
            is('state', 'not in', overStates),
            is('since_ms', '>=', overSinceMs),
            is(
              'id',
              'in',
              database
                .selectFrom('explanations')
                .select('hearing_id')
                .where('published_ms', '>=', overSinceMs),
            ),
          ]),
        )
      const hearings = (await query.orderBy('id').execute()).map(hearingOf)
      return hearings.toSorted((a, b) => (a.plannedStartMs ?? Infinity) - (b.plannedStartMs ?? Infinity) || 0)
    },
    async underWay() {
      const rows = await database.selectFrom('hearings').selectAll().where('state', 'in', underWay).execute()
      return rows.map(hearingOf)
    },
  }
}

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
