import type { AttendanceView } from '@press-gallery/server/protocol/attendance'
import type { RecordingState } from '@press-gallery/server/protocol/api'
import type { FeedFault, FeedStatus } from '@press-gallery/server/protocol/feed'
import type { HearingState } from '@press-gallery/server/protocol/hearing-state'

type Alarm = NonNullable<AttendanceView['alarm']>

/** Something wrong in a courtroom, to be said in words with what to do about it. */
export type Problem =
  | { of: 'feed'; fault: FeedFault }
  /** The camera has been asked for, for longer than a camera takes. */
  | { of: 'feed'; fault: 'slow' }
  | { of: 'press'; alarm: Alarm }
  | { of: 'recording'; state: 'stalled' | 'disk_full' | 'stopped' }

/** A camera that has not answered by then is one to look at, ms. */
const slowAfterMs = 10_000

const bad: readonly RecordingState[] = ['stalled', 'disk_full', 'stopped']
const isBad = (state: RecordingState): state is 'stalled' | 'disk_full' | 'stopped' => bad.includes(state)

export function feedProblem({ state, fault, sinceMs }: FeedStatus, nowMs: number): Problem | null {
  if (fault !== null) return { of: 'feed', fault }
  if (state !== 'live' && nowMs - sinceMs > slowAfterMs) return { of: 'feed', fault: 'slow' }
  return null
}

export interface RoomFacts {
  feed: FeedStatus
  /** Of the hearing; null: there is none. */
  state: HearingState | null
  recording: RecordingState | null
  attendance: Pick<AttendanceView, 'alarm'> | null
  nowMs: number
}

/** What is wrong, the worst first: what reaches the press, then what the courtroom gives, then what is kept. */
export function problemsOf({ feed, state, recording, attendance, nowMs }: RoomFacts): Problem[] {
  const found: Problem[] = []
  const alarm = attendance?.alarm ?? null
  if (state === 'live' && alarm !== null) found.push({ of: 'press', alarm })
  const ofFeed = feedProblem(feed, nowMs)
  if (ofFeed !== null) found.push(ofFeed)
  if (state === 'live' && recording !== null && isBad(recording))
    found.push({ of: 'recording', state: recording })
  return found
}
