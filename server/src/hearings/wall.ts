import type { Device } from '../access/devices.ts'
import type { AttendanceView } from '../protocol/attendance.ts'
import { isOver, isUnderWay, type Standing } from '../protocol/hearing-state.ts'
import type { BenchShow, ScreenShow, WallHearing } from '../protocol/screens.ts'
import type { Attendance } from './attendance.ts'
import type { Courtroom, Courts } from './courts.ts'
import type { Hearing, Hearings } from './hearings.ts'
import { standingsOf } from './standings.ts'

/** What devices show: hearings of their court, as they stand. */
export interface Wall {
  screen(device: Device): Promise<ScreenShow>
  bench(device: Device): Promise<BenchShow>
  /** An order was obeyed: of one to close this is told before the store has it. */
  learn(hearingId: string, standing: Standing): void
}

export interface WallOptions {
  hearings: Pick<Hearings, 'list'>
  courts: Pick<Courts, 'find' | 'everyCourtroom' | 'groundsNamed'>
  attendance: Pick<Attendance, 'view'>
  nowMs: () => number
}

const mostNext = 6
/** By then the store has long had what was told, ms. */
const writtenAfterMs = 60_000
const nextWithinMs = 7 * 24 * 3_600_000

interface Known {
  hearing: Hearing
  shown: WallHearing
}

export function createWall({ hearings, courts, attendance, nowMs }: WallOptions): Wall {
  /** Newer than what the store has. */
  const told = new Map<string, Standing>()

  const latest = (hearing: Hearing, stored: Standing): Standing => {
    const known = told.get(hearing.id)
    if (known !== undefined && known.version > hearing.version) return known
    told.delete(hearing.id)
    return stored
  }
  /** Those that are not over, in the order of their planned times. */
  const hearingsOf = async (courtId: string, rooms: readonly Courtroom[]): Promise<Known[]> => {
    const names = new Map(rooms.map(({ id, name }) => [id, name]))
    const list = await hearings.list({ courts: [courtId], overSinceMs: null })
    const stored = await standingsOf(list, courts)
    const known = list.map((hearing) => ({
      hearing,
      shown: {
        id: hearing.id,
        title: hearing.title,
        caseNumber: hearing.caseNumber,
        courtroom: names.get(hearing.courtroomId) ?? hearing.courtroomId,
        judge: hearing.judge,
        plannedStartMs: hearing.plannedStartMs,
        standing: latest(hearing, stored(hearing)),
      },
    }))
    return known.filter(({ shown }) => !isOver(shown.standing.state))
  }
  const courtNames = async (courtId: string) =>
    (await courts.find(courtId))?.names ?? { kk: courtId, ru: courtId, en: courtId }
  const pressOf = async (hearingId: string): Promise<BenchShow['press']> => {
    const { attendance: view } = await attendance.view(hearingId)
    const { version, watching, seeing, hearing, receipts }: AttendanceView = view
    return { version, watching, seeing, hearing, receipts }
  }

  return {
    async screen({ id, name, courtId, settings }) {
      const rooms = await courts.everyCourtroom(courtId)
      const known = await hearingsOf(courtId, rooms)
      const { hearingIds } = settings
      const place = ({ hearing }: Known): number =>
        hearingIds.length > 0
          ? hearingIds.indexOf(hearing.id)
          : rooms.findIndex((room) => room.id === hearing.courtroomId)
      const now = nowMs()
      return {
        id,
        name,
        court: await courtNames(courtId),
        settings,
        underWay: known
          .filter(sits)
          .filter(({ hearing }) => hearingIds.length === 0 || hearingIds.includes(hearing.id))
          .toSorted((a, b) => place(a) - place(b))
          .map(({ shown }) => shown),
        next: known
          .filter((one) => isNextWithin(one, dayOf(now).beginsMs, now + nextWithinMs))
          .slice(0, mostNext)
          .map(({ shown }) => shown),
        atMs: now,
      }
    },
    async bench({ id, name, courtId, courtroomId, settings }) {
      const rooms = await courts.everyCourtroom(courtId)
      const here = (await hearingsOf(courtId, rooms)).filter(
        ({ hearing }) => hearing.courtroomId === courtroomId,
      )
      const now = nowMs()
      const today = dayOf(now)
      const current = here.find(sits)
      const shown = current ?? here.find((one) => isNextWithin(one, today.beginsMs, today.endsMs))
      return {
        id,
        name,
        court: await courtNames(courtId),
        language: settings.language,
        courtroom: rooms.find((room) => room.id === courtroomId)?.name ?? '',
        hearing: shown?.shown ?? null,
        press: current === undefined ? null : await pressOf(current.hearing.id),
        atMs: now,
      }
    },
    learn(hearingId, standing) {
      // Of what is over nobody asks again, so that it would stay.
      for (const [id, { state, sinceMs }] of told)
        if (isOver(state) && nowMs() - sinceMs > writtenAfterMs) told.delete(id)
      const known = told.get(hearingId)
      if (known === undefined || known.version < standing.version) told.set(hearingId, standing)
    },
  }
}

const sits = ({ shown }: Known): boolean => isUnderWay(shown.standing.state)

/** Also one that is late. */
const isNextWithin = ({ shown }: Known, fromMs: number, untilMs: number): boolean =>
  shown.standing.state === 'scheduled' &&
  shown.plannedStartMs !== null &&
  shown.plannedStartMs >= fromMs &&
  shown.plannedStartMs < untilMs

/** The day of the machine's own time zone, which is the court's. */
function dayOf(atMs: number): { beginsMs: number; endsMs: number } {
  const at = new Date(atMs)
  const midnight = (days: number): number =>
    new Date(at.getFullYear(), at.getMonth(), at.getDate() + days).getTime()
  return { beginsMs: midnight(0), endsMs: midnight(1) }
}
