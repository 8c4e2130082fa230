import { isSealRecipient } from '@press-gallery/recorder/seal/seal'
import type { Logger } from 'pino'
import type { Feed } from '../ingest/feed.ts'
import type { RecordingState } from '../protocol/api.ts'
import { createRecording, type Recording } from './create-recording.ts'
import type { FrameBuffer } from './frame-buffer.ts'
import type { RecorderSpawner } from './recorder-spawner.ts'

/** What is recorded of a hearing: `open` in clear, `sealed` to the court's key, `off` nothing for now, `ended` nothing more. */
export type RecordingMode = 'open' | 'sealed' | 'off' | 'ended'

export interface HearingRecordingOptions {
  hearingId: string
  /** The courtroom's feed at present; undefined when there is no such courtroom. */
  feed: () => Pick<Feed, 'tap'> | undefined
  /** The log in clear, which HLS reads, and the sealed one. */
  dirs: { open: string; sealed: string }
  spawner: Pick<RecorderSpawner, 'take'>
  nowMs: () => number
  log: Logger
}

/** One hearing's recordings, one after the other: of the open session in one log, of the closed one in none or in a sealed one. */
export interface HearingRecording {
  /** `paused` in mode `off`; `stopped` when it has ended, and when what should be recorded can't be. */
  readonly state: RecordingState
  /** What should be recorded now; nothing in `off` and `ended`. */
  readonly present: Recording | null
  /** Whether each process that should be there is, and finds room. */
  readonly isUp: boolean
  /** Recorder processes that ended by themselves and were replaced; `lastMs` since the epoch, null: none. */
  readonly deaths: { count: number; lastMs: number | null }
  /**
   * Idempotent. The recording before is cut in this very call: not a frame that comes later is in it, and all that came before
   * becomes durable. `sealRecipient` counts with `sealed`; without a good one nothing is recorded.
   */
  apply(mode: RecordingMode, sealRecipient: string | null): void
  /** Resolves when nothing is left to be written. */
  settled(): Promise<void>
  /** In bounded time. Idempotent. */
  stop(): Promise<void>
}

export function createHearingRecording(options: HearingRecordingOptions): HearingRecording {
  const { hearingId, feed, dirs, spawner, nowMs, log } = options
  let mode: RecordingMode = 'off'
  let recipient: string | null = null
  let deaths: HearingRecording['deaths'] = { count: 0, lastMs: null }
  let present: { recording: Recording; log: 'open' | 'sealed' } | null = null
  /** Cut, and not yet all durable. */
  const finishing = new Set<Recording>()
  /** When the last writer of each log is done with it. */
  const free = { open: Promise.resolve(), sealed: Promise.resolve() }

  /** Answers what of the open session may lead in a sealed recording. */
  const cut = (): FrameBuffer | null => {
    if (!present) return null
    const { recording, log: own } = present
    present = null
    finishing.add(recording)
    free[own] = recording.finish().then(() => void finishing.delete(recording))
    return own === 'open' ? recording.unfinished() : null
  }

  const begin = (
    own: 'open' | 'sealed',
    sealRecipient: string | null = null,
    leadIn: FrameBuffer | null = null,
  ): void => {
    const source = feed()
    if (source === undefined) {
      log.error({ hearingId }, 'no such courtroom: nothing is recorded')
      return
    }
    const recording = createRecording({
      hearingId,
      feed: source,
      logDir: dirs[own],
      sealRecipient,
      leadIn,
      after: free[own],
      onDeath: () => {
        deaths = { count: deaths.count + 1, lastMs: nowMs() }
      },
      spawner,
      nowMs,
      log,
    })
    present = { recording, log: own }
    recording.start()
  }

  return {
    get state() {
      if ([...finishing].some((recording) => recording.state === 'disk_full')) return 'disk_full'
      if (present) return present.recording.state
      return mode === 'off' ? 'paused' : 'stopped'
    },
    get present() {
      return present?.recording ?? null
    },
    get isUp() {
      const own = present?.recording
      if (own?.state === 'disk_full' || (own?.pid === null && finishing.size === 0)) return false
      return [...finishing].every(({ pid, state }) => pid !== null && state !== 'disk_full')
    },
    get deaths() {
      return deaths
    },
    apply: (nextMode, nextRecipient) => {
      const isDone = present
        ? mode === 'open' || recipient === nextRecipient
        : mode === 'off' || mode === 'ended'
      if (mode === nextMode && isDone) return
      mode = nextMode
      recipient = nextRecipient
      const leadIn = cut()
      // Nothing leads in the open one: what came before it was not open.
      if (mode === 'open') begin('open')
      if (mode !== 'sealed') return
      if (recipient !== null && isSealRecipient(recipient)) begin('sealed', recipient, leadIn)
      else
        log.error({ hearingId }, 'the court has no good key to seal to: the closed session is not recorded')
    },
    settled: async () => {
      await Promise.all([free.open, free.sealed])
    },
    stop: async () => {
      const all = present ? [present.recording, ...finishing] : [...finishing]
      mode = 'ended'
      cut()
      await Promise.all(all.map((recording) => recording.stop()))
    },
  }
}
