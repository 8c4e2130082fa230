import { z } from 'zod'
import type { CourtScope } from '../access/rights.ts'
import type { RecordingState } from '../protocol/api.ts'
import type { AttendanceView } from '../protocol/attendance.ts'
import type { FeedStatus } from '../protocol/feed.ts'
import { hearingState, underWayStates } from '../protocol/hearing-state.ts'
import { inThree } from '../protocol/identifiers.ts'
import type { RegionAnswer } from '../protocol/workplaces.ts'
import type { Database } from '../store/open-store.ts'
import { noFeed } from './desk.ts'
import { isNotOver } from './hearings.ts'

export interface RegionOptions {
  database: Database
  /** Undefined before the courtroom's feed is there. */
  feedStatus: (courtroomId: string) => FeedStatus | undefined
  recordingState: (hearingId: string) => RecordingState
  /** Null: nobody has attended it since the server began. */
  attendanceNow: (hearingId: string) => AttendanceCounts | null
  isOnline: (deviceId: string) => boolean
  nowMs: () => number
}

export type AttendanceCounts = Pick<AttendanceView, 'watching' | 'seeing' | 'hearing' | 'alarm'>

/** All courts on one page, for who looks after many of them. */
export interface Region {
  /** One query for each kind of thing, however many courts: the page asks every two seconds. */
  view(scope: CourtScope): Promise<RegionAnswer>
}

/**
 * What of the plan counts as today's: so much before and after now, ms. Not the calendar's day, since the server's time zone need
 * not be the court's.
 */
const today = { beforeMs: 6 * 3_600_000, afterMs: 18 * 3_600_000 }

export function createRegion(options: RegionOptions): Region {
  const { database, feedStatus, recordingState, attendanceNow, isOnline, nowMs } = options
  return {
    async view(scope) {
      const atMs = nowMs()
      const courtIds = scope === 'all' ? null : scope
      if (courtIds?.length === 0) return { atMs, courts: [] }
      const [courts, courtrooms, hearings, screens] = await Promise.all([
        courtsOf(database, courtIds),
        courtroomsOf(database, courtIds),
        hearingsOf(database, courtIds, atMs),
        screensOf(database, courtIds),
      ])
      const roomsByCourt = Map.groupBy(courtrooms, ({ court_id }) => court_id)
      const screensByCourt = Map.groupBy(screens, ({ court_id }) => court_id)
      // What is under way goes before what is only planned, and that is in the order of the plan.
      const hearingByRoom = new Map(hearings.toReversed().map((hearing) => [hearing.courtroomId, hearing]))
      const hearingIn = (courtroomId: string): RegionHearing | null => {
        const found = hearingByRoom.get(courtroomId)
        if (found === undefined) return null
        const { courtroomId: _, ...hearing } = found
        const { watching, seeing, hearing: hears, alarm } = attendanceNow(hearing.id) ?? nobody
        const counts = { watching, seeing, hearing: hears, alarm }
        return { ...hearing, recording: recordingState(hearing.id), ...counts }
      }
      return {
        atMs,
        courts: courts.map(({ id, name, names }) => {
          const ownScreens = screensByCourt.get(id) ?? []
          return {
            id,
            name,
            names: inThree.parse(JSON.parse(names)),
            courtrooms: (roomsByCourt.get(id) ?? []).map((room) => ({
              id: room.id,
              name: room.name,
              feed: feedStatus(room.id) ?? noFeed,
              hearing: hearingIn(room.id),
            })),
            screens: {
              all: ownScreens.length,
              online: ownScreens.filter(({ person_id }) => isOnline(person_id)).length,
            },
          }
        }),
      }
    },
  }
}

type RegionHearing = NonNullable<RegionAnswer['courts'][number]['courtrooms'][number]['hearing']>

const nobody: AttendanceCounts = { watching: 0, seeing: 0, hearing: 0, alarm: null }

type CourtIds = readonly string[] | null

const courtsOf = (database: Database, courtIds: CourtIds) =>
  database
    .selectFrom('courts')
    .select(['id', 'name', 'names'])
    .$if(courtIds !== null, (query) => query.where('id', 'in', courtIds ?? []))
    .orderBy('id')
    .execute()

const courtroomsOf = (database: Database, courtIds: CourtIds) =>
  database
    .selectFrom('courtrooms')
    .select(['id', 'court_id', 'name'])
    .where('retired_ms', 'is', null)
    .$if(courtIds !== null, (query) => query.where('court_id', 'in', courtIds ?? []))
    .orderBy('position')
    .orderBy('id')
    .execute()

/** Displays that are paired; the buttons on benches are no screens. */
const screensOf = (database: Database, courtIds: CourtIds) =>
  database
    .selectFrom('devices')
    .innerJoin('people', 'people.id', 'devices.person_id')
    .select(['devices.person_id', 'devices.court_id'])
    .where('devices.kind', '=', 'screen')
    .where('people.removed_ms', 'is', null)
    .$if(courtIds !== null, (query) => query.where('devices.court_id', 'in', courtIds ?? []))
    .execute()

const row = z.object({
  id: z.string(),
  courtroom_id: z.string(),
  title: z.string(),
  case_number: z.string(),
  planned_start_ms: z.number().nullable(),
  state: hearingState,
  version: z.number(),
  since_ms: z.number(),
  words: z.string().nullable(),
  shown: z.number().nullable(),
})

/** Under way, then today's to come, each by planned time. */
async function hearingsOf(database: Database, courtIds: CourtIds, atMs: number) {
  const rows = await database
    .selectFrom('hearings')
    .leftJoin('grounds', 'grounds.id', 'hearings.ground_id')
    .select([
      'hearings.id',
      'hearings.courtroom_id',
      'hearings.title',
      'hearings.case_number',
      'hearings.planned_start_ms',
      'hearings.state',
      'hearings.version',
      'hearings.since_ms',
      'grounds.words',
      'grounds.shown',
    ])
    .where(isNotOver)
    .where((is) =>
      is.or([
        is('hearings.state', 'in', underWayStates),
        is.and([
          is('hearings.state', '=', 'scheduled'),
          is('hearings.planned_start_ms', '>=', Math.floor(atMs - today.beforeMs)),
          is('hearings.planned_start_ms', '<=', Math.ceil(atMs + today.afterMs)),
        ]),
      ]),
    )
    .$if(courtIds !== null, (query) => query.where('hearings.court_id', 'in', courtIds ?? []))
    .orderBy('hearings.planned_start_ms')
    .orderBy('hearings.id')
    .execute()
  const hearings = rows.map((stored) => {
    const { id, courtroom_id, title, case_number, planned_start_ms, state, version, since_ms, ...ground } =
      row.parse(stored)
    const isTold = ground.words !== null && ground.shown === 1
    return {
      id,
      courtroomId: courtroom_id,
      title,
      caseNumber: case_number,
      plannedStartMs: planned_start_ms,
      standing: {
        state,
        version,
        sinceMs: since_ms,
        ground: isTold && ground.words !== null ? inThree.parse(JSON.parse(ground.words)) : null,
      },
    }
  })
  const isToCome = ({ standing }: (typeof hearings)[number]): boolean => standing.state === 'scheduled'
  return [...hearings.filter((one) => !isToCome(one)), ...hearings.filter(isToCome)]
}
