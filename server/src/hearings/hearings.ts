import type { Court, Hearing } from '../court-file.ts'
import type { HearingSummary, RecordingState } from '../protocol/api.ts'
import type { FeedStatus } from '../protocol/feed.ts'

/** The hearings of the court file, each live while the server runs; the state machine takes this place later. */
export interface Hearings {
  /** Undefined for an unknown hearing. */
  find(hearingId: string): Hearing | undefined
  isLive(hearingId: string): boolean
  list(): HearingSummary[]
}

export interface HearingsOptions {
  court: Court
  /** Undefined before the courtroom's feed is there. */
  feedStatus: (courtroomId: string) => FeedStatus | undefined
  recordingState: (hearingId: string) => RecordingState
}

const noFeed: FeedStatus = {
  state: 'connecting',
  fault: null,
  sinceMs: 0,
  nextTryMs: null,
  video: null,
  audio: null,
}

export function createHearings({ court, feedStatus, recordingState }: HearingsOptions): Hearings {
  const byId = new Map(court.hearings.map((hearing) => [hearing.id, hearing]))
  const rooms = new Map(court.courtrooms.map((room) => [room.id, room.name]))
  return {
    find: (hearingId) => byId.get(hearingId),
    isLive: (hearingId) => byId.has(hearingId),
    list: () =>
      court.hearings.map((hearing) => ({
        id: hearing.id,
        title: hearing.title,
        caseNumber: hearing.caseNumber,
        courtroom: rooms.get(hearing.courtroomId) ?? hearing.courtroomId,
        state: 'live',
        watch: `/watch/${hearing.id}`,
        feed: feedStatus(hearing.courtroomId) ?? noFeed,
        recording: recordingState(hearing.id),
      })),
  }
}
