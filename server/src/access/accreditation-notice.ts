import { inThree, type InThree } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import type { AccreditationTable } from '../store/schema.ts'

/** What a journalist is told by mail. */
export interface AccreditationNotice {
  readonly what: 'granted' | 'refused' | 'revoked'
  readonly court: { readonly id: string; readonly names: InThree }
  /** Null: the court's hearings between the two times. */
  readonly hearing: {
    readonly id: string
    readonly title: string
    readonly caseNumber: string
    readonly plannedStartMs: number | null
  } | null
  readonly fromMs: number | null
  readonly untilMs: number | null
  /** What the press office wrote; may be empty. */
  readonly reason: string
}

/** Sends in its own time, and never throws. Called after the write is committed. */
export type NotifyJournalist = (personId: string, notice: AccreditationNotice) => void

export async function noticeOf(
  database: Database,
  row: AccreditationTable,
  what: AccreditationNotice['what'],
): Promise<AccreditationNotice> {
  const court = await database
    .selectFrom('courts')
    .select(['id', 'names'])
    .where('id', '=', row.court_id)
    .executeTakeFirstOrThrow()
  const hearing =
    row.hearing_id === null
      ? undefined
      : await database
          .selectFrom('hearings')
          .select(['id', 'title', 'case_number', 'planned_start_ms'])
          .where('id', '=', row.hearing_id)
          .executeTakeFirst()
  return {
    what,
    court: { id: court.id, names: inThree.parse(JSON.parse(court.names)) },
    hearing:
      hearing === undefined
        ? null
        : {
            id: hearing.id,
            title: hearing.title,
            caseNumber: hearing.case_number,
            plannedStartMs: hearing.planned_start_ms,
          },
    fromMs: row.from_ms,
    untilMs: row.until_ms,
    reason: row.decision_reason,
  }
}
