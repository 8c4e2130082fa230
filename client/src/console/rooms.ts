import type { CourtroomSummary, DeskHearing } from '@press-gallery/server/protocol/desk'
import type { ConsoleAnswer } from '@press-gallery/server/protocol/workplaces'
import { isUnderWay } from '@press-gallery/server/protocol/hearing-state'

type Attendance = ConsoleAnswer['attendance'][number]

/** A courtroom as the console shows it. */
export interface Room {
  readonly courtroom: CourtroomSummary
  /** Live, in recess or closed; else null. */
  readonly underWay: DeskHearing | null
  /** Not begun and due today, overdue or without a time; the earliest first. */
  readonly due: readonly DeskHearing[]
  /** Of the one under way; null: none is, or who watches is not known. */
  readonly attendance: Attendance | null
}

const startMs = ({ plannedStartMs }: DeskHearing): number => plannedStartMs ?? Number.POSITIVE_INFINITY

/** `endOfTodayMs`: what begins later is another day's. */
export function roomsOf(
  courtrooms: readonly CourtroomSummary[],
  hearings: readonly DeskHearing[],
  attendance: readonly Attendance[],
  endOfTodayMs: number,
): Room[] {
  return courtrooms.map((courtroom) => {
    const here = hearings.filter(({ courtroomId }) => courtroomId === courtroom.id)
    const due = here.filter(
      ({ standing, plannedStartMs }) =>
        standing.state === 'scheduled' && (plannedStartMs === null || plannedStartMs < endOfTodayMs),
    )
    const underWay = here.find(({ standing }) => isUnderWay(standing.state)) ?? null
    return {
      courtroom,
      underWay,
      due: due.toSorted((a, b) => (startMs(a) === startMs(b) ? 0 : startMs(a) - startMs(b))),
      attendance: attendance.find(({ hearingId }) => hearingId === underWay?.id) ?? null,
    }
  })
}

/** Midnight of this device's day, ms since the epoch. */
export function endOfDayMs(nowMs: number): number {
  const day = new Date(nowMs)
  day.setHours(24, 0, 0, 0)
  return day.getTime()
}

/** Which hearing the page of a courtroom is about: the one under way, else the one chosen, else the only one there is. */
export function hearingAt(room: Room, chosenId: string | null): DeskHearing | null {
  if (room.underWay !== null) return room.underWay
  const chosen = room.due.find(({ id }) => id === chosenId)
  return chosen ?? (room.due.length === 1 ? (room.due[0] ?? null) : null)
}
