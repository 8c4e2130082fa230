import type { FeedStatus } from '../protocol/feed.ts'
import type { RecordingState } from '../protocol/api.ts'
import type {
  CourtroomSummary,
  DeskAnswer,
  DeskHearing,
  DeskHearingsAnswer,
  GivenOrder,
} from '../protocol/desk.ts'
import { earlierPage } from '../protocol/earlier.ts'
import { orderKinds, orderKind, type Standing } from '../protocol/hearing-state.ts'
import { inThree, role, type Role } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import type { Courtroom, Courts } from './courts.ts'
import { beforeRecent, nextPlaceOf, recentSinceMs, textOfPlace } from './earlier.ts'
import type { Hearing, Hearings, Place } from './hearings.ts'
import type { Schedule } from './schedule.ts'
import { standingOf, standingsOf } from './standings.ts'
import { shownSourceOf } from './stored-source.ts'
import { after, mayOrder } from './state-machine.ts'

export interface DeskOptions {
  database: Database
  courts: Courts
  hearings: Pick<Hearings, 'list' | 'over'>
  schedule: Schedule
  /** Undefined before the courtroom's feed is there. */
  feedStatus: (courtroomId: string) => FeedStatus | undefined
  recordingState: (hearingId: string) => RecordingState
  nowMs: () => number
}

/** What staff see of hearings and courtrooms. */
export interface Desk {
  hearing(hearing: Hearing): Promise<DeskHearing>
  /** Those of a court that are not over, in the order of `Hearings.list`. Of this and the next two: as many statements for a thousand as for one. */
  notOver(courtId: string): Promise<DeskHearing[]>
  /** With those that were over lately. */
  hearings(courtId: string): Promise<DeskHearingsAnswer>
  /** A page of those that were over before. */
  earlier(courtId: string, before: Place): Promise<DeskHearingsAnswer>
  /** With the orders that somebody of these roles may give now. */
  answer(hearing: Hearing, roles: readonly Role[]): Promise<DeskAnswer>
  courtroom(courtroom: Omit<Courtroom, 'retiredMs'>): CourtroomSummary
}

export const noFeed: FeedStatus = {
  state: 'connecting',
  fault: null,
  sinceMs: 0,
  nextTryMs: null,
  video: null,
  audio: null,
}

/** What is shown of a hearing that other tables know. */
interface AroundHearing {
  /** Its name. */
  courtroom: string | undefined
  people: readonly string[]
  standing: Standing
}

export function createDesk(options: DeskOptions): Desk {
  const { database, courts, hearings, schedule, feedStatus, recordingState, nowMs } = options
  const view = (hearing: Hearing, { courtroom, people, standing }: AroundHearing): DeskHearing => ({
    id: hearing.id,
    courtId: hearing.courtId,
    courtroomId: hearing.courtroomId,
    title: hearing.title,
    caseNumber: hearing.caseNumber,
    judge: hearing.judge,
    plannedStartMs: hearing.plannedStartMs,
    plannedEndMs: hearing.plannedEndMs,
    languages: [...hearing.languages],
    audience: hearing.audience,
    poolId: hearing.poolId,
    notes: hearing.notes,
    watermark: hearing.watermark,
    closedRecording: hearing.closedRecording,
    courtroom: courtroom ?? hearing.courtroomId,
    people: [...people],
    standing,
    feed: feedStatus(hearing.courtroomId) ?? noFeed,
    recording: recordingState(hearing.id),
  })
  const one = async (hearing: Hearing): Promise<DeskHearing> =>
    view(hearing, {
      courtroom: (await courts.courtroom(hearing.courtroomId))?.name,
      people: await schedule.named(hearing.id),
      standing: await standingOf(hearing, courts),
    })
  const views = async (courtId: string, list: readonly Hearing[]): Promise<DeskHearing[]> => {
    const [rooms, named, standing] = await Promise.all([
      courts.everyCourtroom(courtId),
      schedule.namedIn(list.map(({ id }) => id)),
      standingsOf(list, courts),
    ])
    const roomNames = new Map(rooms.map(({ id, name }) => [id, name]))
    return list.map((hearing) =>
      view(hearing, {
        courtroom: roomNames.get(hearing.courtroomId),
        people: named.get(hearing.id) ?? [],
        standing: standing(hearing),
      }),
    )
  }
  return {
    hearing: one,
    async notOver(courtId) {
      return views(courtId, await hearings.list({ courts: [courtId], overSinceMs: null }))
    },
    async hearings(courtId) {
      const now = nowMs()
      const [list, before] = await Promise.all([
        hearings.list({ courts: [courtId], overSinceMs: recentSinceMs(now) }),
        hearings.over({ courts: [courtId], before: beforeRecent(now), limit: 1 }),
      ])
      return {
        hearings: await views(courtId, list),
        earlier: before.length === 0 ? null : textOfPlace(beforeRecent(now)),
      }
    },
    async earlier(courtId, before) {
      const found = await hearings.over({ courts: [courtId], before, limit: earlierPage + 1 })
      return { hearings: await views(courtId, found.slice(0, earlierPage)), earlier: nextPlaceOf(found) }
    },
    async answer(hearing, roles) {
      return {
        hearing: await one(hearing),
        orders: orderKinds.filter(
          (order) => after(hearing.state, order) !== null && roles.some((held) => mayOrder(held, order)),
        ),
        grounds: await courts.grounds(hearing.courtId),
        given: await givenOrders(database, hearing.id),
      }
    },
    courtroom: ({ id, name, source }) => ({
      id,
      name,
      source: shownSourceOf(source),
      feed: feedStatus(id) ?? noFeed,
    }),
  }
}

async function givenOrders(database: Database, hearingId: string): Promise<GivenOrder[]> {
  const rows = await database
    .selectFrom('orders')
    .leftJoin('people', 'people.id', 'orders.by_id')
    .leftJoin('grounds', 'grounds.id', 'orders.ground_id')
    .selectAll('orders')
    .select(['people.name', 'grounds.words'])
    .where('hearing_id', '=', hearingId)
    .orderBy('version', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    order: orderKind.parse(row.kind),
    version: row.version,
    by: row.name ?? row.by_id,
    byRole: role.parse(row.by_role),
    atMs: row.at_ms,
    ground: row.words === null ? null : inThree.parse(JSON.parse(row.words)),
  }))
}
