import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Feed } from '../ingest/feed.ts'
import type { RecordingState } from '../protocol/api.ts'
import { createHearingRecording } from '../recording/hearing-recording.ts'
import type { HearingRecording, RecordingMode } from '../recording/hearing-recording.ts'
import { createRecorderSpawner } from '../recording/recorder-spawner.ts'

export interface Recordings {
  /**
   * Makes the recording follow a hearing. Idempotent, and never throws. What was recorded before is cut within this call, and
   * what came before the cut becomes durable afterwards. A log that is there is gone on with.
   */
  apply(order: RecordingOrder): void
  /** `stopped` for a hearing of which nothing is or was to be recorded. */
  state(hearingId: string): RecordingState
  /** Of a hearing of which something is or was to be recorded: as `HearingRecording.deaths`. */
  deaths(hearingId: string): HearingRecording['deaths']
  /** Those that are to be recorded at present. */
  list(): { hearingId: string; recording: boolean; lagS: number | null }[]
  /** Whether each of them has a recorder process; not whether its courtroom gives anything to record. */
  areUp(): boolean
  /** Idempotent. */
  stop(): Promise<void>
}

export interface RecordingOrder {
  hearingId: string
  courtroomId: string
  mode: RecordingMode
  /** The court's public key, an age recipient; without it nothing is recorded in mode `sealed`. */
  sealRecipient: string | null
}

export interface RecordingsOptions {
  /** False: nothing is recorded, whatever is applied. */
  enabled: boolean
  courtrooms: { feed(courtroomId: string): Pick<Feed, 'tap'> | undefined }
  dataDir: string
  nowMs: () => number
  log: Logger
}

/** Where a hearing's segment log is; written by its recording, read by HLS. */
export const segmentLogDir = (dataDir: string, hearingId: string): string =>
  join(dataDir, 'hearings', hearingId, 'log')

/** Where what was said in closed session is, encrypted; read by nobody here. */
export const sealedLogDir = (dataDir: string, hearingId: string): string =>
  join(dataDir, 'hearings', hearingId, 'sealed')

/** The recordings of all hearings, each from its courtroom's feed. */
export function createRecordings({
  enabled,
  courtrooms,
  dataDir,
  nowMs,
  log,
}: RecordingsOptions): Recordings {
  const recordings = new Map<string, HearingRecording>()
  const spawner = enabled ? createRecorderSpawner(log) : null
  let stopping: Promise<void> | null = null

  const begin = (hearingId: string, courtroomId: string): HearingRecording | null => {
    if (spawner === null) return null
    const dirs = { open: segmentLogDir(dataDir, hearingId), sealed: sealedLogDir(dataDir, hearingId) }
    const feed = (): Pick<Feed, 'tap'> | undefined => courtrooms.feed(courtroomId)
    const recording = createHearingRecording({ hearingId, feed, dirs, spawner, nowMs, log })
    recordings.set(hearingId, recording)
    return recording
  }

  const forget = async (hearingId: string, recording: HearingRecording): Promise<void> => {
    await recording.settled()
    if (recordings.get(hearingId) === recording && recording.state === 'stopped') recordings.delete(hearingId)
  }

  const stop = async (): Promise<void> => {
    await Promise.all([spawner?.stop(), ...[...recordings.values()].map((recording) => recording.stop())])
  }

  return {
    apply: ({ hearingId, courtroomId, mode, sealRecipient }) => {
      if (stopping) return
      const known = recordings.get(hearingId)
      if (!known && mode === 'ended') return
      const recording = known ?? begin(hearingId, courtroomId)
      recording?.apply(mode, sealRecipient)
      if (recording && mode === 'ended') void forget(hearingId, recording)
    },
    state: (hearingId) => recordings.get(hearingId)?.state ?? 'stopped',
    deaths: (hearingId) => recordings.get(hearingId)?.deaths ?? { count: 0, lastMs: null },
    list: () =>
      [...recordings].flatMap(([hearingId, { present }]) => {
        if (!present) return []
        const { state, newestEndMs } = present
        return {
          hearingId,
          recording: state === 'recording' || state === 'sealed',
          lagS: newestEndMs === null ? null : (nowMs() - newestEndMs) / 1000,
        }
      }),
    areUp: () => [...recordings.values()].every(({ isUp }) => isUp),
    stop: () => (stopping ??= stop()),
  }
}
