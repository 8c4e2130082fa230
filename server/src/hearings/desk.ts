import type { FeedStatus } from '../protocol/feed.ts'
import type { RecordingState } from '../protocol/api.ts'
import type { CourtroomSummary, DeskAnswer, DeskHearing, GivenOrder } from '../protocol/desk.ts'
import { orderKinds, orderKind } from '../protocol/hearing-state.ts'
import { role, type Role } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import type { Courtroom, Courts } from './courts.ts'
import type { Hearing } from './hearings.ts'
import type { Schedule } from './schedule.ts'
import { standingOf } from './standings.ts'
import { shownSourceOf } from './stored-source.ts'
import { after, mayOrder } from './state-machine.ts'

export interface DeskOptions {
  database: Database
  courts: Courts
  schedule: Schedule
  /** Undefined before the courtroom's feed is there. */
  feedStatus: (courtroomId: string) => FeedStatus | undefined
  recordingState: (hearingId: string) => RecordingState
}

/** What staff see of hearings and courtrooms. */
export interface Desk {
  hearing(hearing: Hearing): Promise<DeskHearing>
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

export function createDesk({ database, courts, schedule, feedStatus, recordingState }: DeskOptions): Desk {
  const hearingView = async (hearing: Hearing): Promise<DeskHearing> => {
    const room = await courts.courtroom(hearing.courtroomId)
    return {
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
      courtroom: room?.name ?? hearing.courtroomId,
      people: await schedule.named(hearing.id),
      standing: await standingOf(hearing, courts),
      feed: feedStatus(hearing.courtroomId) ?? noFeed,
      recording: recordingState(hearing.id),
    }
  }
  return {
    hearing: hearingView,
    async answer(hearing, roles) {
      return {
        hearing: await hearingView(hearing),
        orders: orderKinds.filter(
          (order) => after(hearing.state, order) !== null && roles.some((held) => mayOrder(held, order)),
        ),
        grounds: await courts.grounds(hearing.courtId),
        given: await givenOrders(database, courts, hearing.id),
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

async function givenOrders(database: Database, courts: Courts, hearingId: string): Promise<GivenOrder[]> {
  const rows = await database
    .selectFrom('orders')
    .leftJoin('people', 'people.id', 'orders.by_id')
    .selectAll('orders')
    .select('people.name')
    .where('hearing_id', '=', hearingId)
    .orderBy('version', 'desc')
    .limit(100)
    .execute()
  return Promise.all(
    rows.map(async (row) => ({
      order: orderKind.parse(row.kind),
      version: row.version,
      by: row.name ?? row.by_id,
      byRole: role.parse(row.by_role),
      atMs: row.at_ms,
      ground: row.ground_id === null ? null : ((await courts.ground(row.ground_id))?.words ?? null),
    })),
  )
}
