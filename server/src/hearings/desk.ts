import type { FeedStatus } from '../protocol/feed.ts'
import type { RecordingState } from '../protocol/api.ts'
import type { CourtroomSummary, DeskAnswer, DeskHearing, GivenOrder } from '../protocol/desk.ts'
import { orderKinds, orderKind, type Standing } from '../protocol/hearing-state.ts'
import { inThree, role, type Role } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import type { Courtroom, Courts } from './courts.ts'
import type { Hearing, Hearings } from './hearings.ts'
import type { Schedule } from './schedule.ts'
import { standingOf } from './standings.ts'
import { shownSourceOf } from './stored-source.ts'
import { after, mayOrder } from './state-machine.ts'

export interface DeskOptions {
  database: Database
  courts: Courts
  hearings: Pick<Hearings, 'list'>
  schedule: Schedule
  /** Undefined before the courtroom's feed is there. */
  feedStatus: (courtroomId: string) => FeedStatus | undefined
  recordingState: (hearingId: string) => RecordingState
}

/** What staff see of hearings and courtrooms. */
export interface Desk {
  hearing(hearing: Hearing): Promise<DeskHearing>
  /** All of a court's, in the order of `Hearings.list`: as many statements for a thousand as for one. */
  hearings(courtId: string): Promise<DeskHearing[]>
  /** With the orders that somebody of these roles may give now. */
  answer(hearing: Hearing, roles: readonly Role[]): Promise<DeskAnswer>
  courtroom(courtroom: Courtroom): CourtroomSummary
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
  const { database, courts, hearings, schedule, feedStatus, recordingState } = options
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
  return {
    hearing: one,
    async hearings(courtId) {
      const [list, rooms, named, grounds] = await Promise.all([
        hearings.list({ courtId }),
        courts.courtrooms(courtId),
        schedule.namedIn(courtId),
        courts.everyGround(courtId),
      ])
      const roomNames = new Map(rooms.map(({ id, name }) => [id, name]))
      const ground = (id: string) => Promise.resolve(grounds.find((known) => known.id === id))
      return Promise.all(
        list.map(async (hearing) =>
          view(hearing, {
            courtroom: roomNames.get(hearing.courtroomId),
            people: named.get(hearing.id) ?? [],
            standing: await standingOf(hearing, { ground }),
          }),
        ),
      )
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
