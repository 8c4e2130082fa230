import { ejectionReason, type EjectionReason } from '../protocol/attendance.ts'
import type { Database } from '../store/open-store.ts'

export interface ViewerFacts {
  readonly name: string
  /** `''`: of none. */
  readonly outlet: string
}

export interface HearingFacts {
  readonly courtId: string
  /** Whom to write to. */
  readonly contact: string
  readonly watermark: boolean
}

/** What attendance has to know of people and hearings, read anew each time. */
export interface AttendanceFacts {
  /** Of one who is not a person of the store: the id itself. */
  viewer(subjectId: string): Promise<ViewerFacts>
  /** Null: no such hearing. */
  hearing(hearingId: string): Promise<HearingFacts | null>
  /** Why somebody was put out of a hearing; null: they were not. */
  ejection(hearingId: string, subjectId: string): Promise<EjectionReason | null>
}

export function createAttendanceFacts(database: Database): AttendanceFacts {
  return {
    async viewer(subjectId) {
      const row = await database
        .selectFrom('people')
        .leftJoin('outlets', 'outlets.id', 'people.outlet_id')
        .select(['people.name', 'outlets.name as outlet'])
        .where('people.id', '=', subjectId)
        .executeTakeFirst()
      return { name: row?.name ?? subjectId, outlet: row?.outlet ?? '' }
    },
    async hearing(hearingId) {
      const row = await database
        .selectFrom('hearings')
        .innerJoin('courts', 'courts.id', 'hearings.court_id')
        .select(['hearings.court_id', 'hearings.watermark', 'courts.contact'])
        .where('hearings.id', '=', hearingId)
        .executeTakeFirst()
      return row === undefined
        ? null
        : { courtId: row.court_id, contact: row.contact, watermark: row.watermark === 1 }
    },
    async ejection(hearingId, subjectId) {
      const row = await database
        .selectFrom('ejections')
        .select('reason')
        .where('hearing_id', '=', hearingId)
        .where('person_id', '=', subjectId)
        .executeTakeFirst()
      return row === undefined ? null : (ejectionReason.safeParse(row.reason).data ?? 'by_order_of_the_court')
    },
  }
}
