import { createAttendance, type Attendance } from './attendance.ts'
import type { Signalling } from './signalling.ts'

/** The page's attendances, of which there is one at a time. */
export interface Attendances {
  /** The present one, if it is of this hearing; else a new one in its place. */
  of(hearingId: string): Attendance
  /** Ends the one of this hearing, if it is the present one. */
  end(hearingId: string): void
}

export function createAttendances(signalling: Signalling): Attendances {
  let present: Attendance | null = null
  const end = (): void => {
    present?.stop()
    present = null
  }
  return {
    of(hearingId) {
      if (present?.hearingId === hearingId) return present
      end()
      present = createAttendance(signalling, hearingId)
      return present
    },
    end(hearingId) {
      if (present?.hearingId === hearingId) end()
    },
  }
}
