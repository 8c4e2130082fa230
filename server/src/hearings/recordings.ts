import { join } from 'node:path'
import type { Logger } from 'pino'
import type { Hearing } from '../court-file.ts'
import type { RecordingState } from '../protocol/api.ts'
import { createRecording, type Recording } from '../recording/create-recording.ts'
import { createRecorderSpawner } from '../recording/recorder-spawner.ts'
import type { Courtrooms } from './courtrooms.ts'

export interface Recordings {
  state(hearingId: string): RecordingState
  list(): { hearingId: string; recording: boolean; lagS: number | null }[]
  /** Whether each has a recorder process; not whether its courtroom gives anything to record. */
  areUp(): boolean
  /** Idempotent. */
  stop(): Promise<void>
}

export interface RecordingsOptions {
  hearings: readonly Hearing[]
  courtrooms: Courtrooms
  dataDir: string
  nowMs: () => number
  log: Logger
}

/** Where a hearing's segment log is; written by its recording, read by HLS. */
export const segmentLogDir = (dataDir: string, hearingId: string): string =>
  join(dataDir, 'hearings', hearingId, 'log')

/** Starts a recording of each hearing, from its courtroom's feed. */
export function startRecordings({
  hearings,
  courtrooms,
  dataDir,
  nowMs,
  log,
}: RecordingsOptions): Recordings {
  const recordings = new Map<string, Recording>()
  const spawner = hearings.length > 0 ? createRecorderSpawner(log) : null
  for (const { id, courtroomId } of hearings) {
    const feed = courtrooms.feed(courtroomId)
    if (feed === undefined || spawner === null) continue
    const logDir = segmentLogDir(dataDir, id)
    const recording = createRecording({ hearingId: id, feed, logDir, spawner, nowMs, log })
    recordings.set(id, recording)
    recording.start()
  }
  return {
    state: (hearingId) => recordings.get(hearingId)?.state ?? 'stopped',
    list: () =>
      [...recordings].map(([hearingId, { state, newestEndMs }]) => ({
        hearingId,
        recording: state === 'recording',
        lagS: newestEndMs === null ? null : (nowMs() - newestEndMs) / 1000,
      })),
    areUp: () => [...recordings.values()].every(({ pid, state }) => pid !== null && state !== 'disk_full'),
    stop: async () => {
      await Promise.all([spawner?.stop(), ...[...recordings.values()].map((recording) => recording.stop())])
    },
  }
}
