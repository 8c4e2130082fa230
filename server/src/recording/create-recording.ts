import type { RecorderEvent } from '@press-gallery/recorder/contract'
import type { Logger } from 'pino'
import type { Feed } from '../ingest/feed.ts'
import type { RecordingState } from '../protocol/api.ts'
import { FrameBuffer } from './frame-buffer.ts'
import type { RecorderExit, RecorderProcess } from './recorder-process.ts'
import type { RecorderSpawner } from './recorder-spawner.ts'

export interface RecordingOptions {
  hearingId: string
  feed: Pick<Feed, 'tap'>
  /** `<dataDir>/hearings/<id>/log`, as `createHls` reads it. */
  logDir: string
  /** One for all recordings of a server. */
  spawner: Pick<RecorderSpawner, 'take'>
  nowMs: () => number
  log: Logger
  /** Default 2000. */
  segmentTargetMs?: number
  /** What may wait for a durable segment in this process, and as much again in the recorder's; bytes. Default 64 MiB. */
  bufferBytesMax?: number
}

export type DurableSegment = Extract<RecorderEvent, { type: 'segment' }>

/** One hearing's recording: starts the recorder process, gives it the feed, starts another when it ends. */
export interface Recording {
  /** `recording` only while segments become durable. */
  readonly state: RecordingState
  /** From the capture of the newest segment's last frame to its being durable, ms; null before the first. */
  readonly lagMs: number | null
  /** UTC ms where the newest durable segment ends; null before the first. */
  readonly newestEndMs: number | null
  /** Of the recorder process, while there is one. */
  readonly pid: number | null
  onState(listener: (state: RecordingState) => void): () => void
  onSegment(listener: (segment: DurableSegment) => void): () => void
  start(): void
  /** Finishes the last segment first. Idempotent. */
  stop(): Promise<void>
}

const bufferBytesDefault = 67_108_864
/** A group of pictures longer than this is cut without a key frame. */
const segmentMaxMs = 10_000
/** With no durable segment for two targets and this much, recording has stalled. */
const stallMarginMs = 1500
const checkMs = 250
const restart = { firstMs: 50, maxMs: 2000, settledMs: 5000 }
/** A recorder that takes media and says nothing for so long hangs. */
const silentMsMax = 25_000
/** So often a recorder may die without a segment; then what it was told is given up. */
const deathsMax = 5
/** Below the bound that the composition root gives each part to stop. */
const stopGraceMs = 3500

export function createRecording(options: RecordingOptions): Recording {
  const { hearingId, feed, logDir, spawner, nowMs, log } = options
  const segmentTargetMs = options.segmentTargetMs ?? 2000
  const bufferBytesMax = options.bufferBytesMax ?? bufferBytesDefault
  const buffer = new FrameBuffer(bufferBytesMax)
  const stateListeners = new Set<(state: RecordingState) => void>()
  const segmentListeners = new Set<(segment: DurableSegment) => void>()

  let state: RecordingState = 'stopped'
  let recorder: RecorderProcess | null = null
  let untap: (() => void) | null = null
  let newest: DurableSegment | null = null
  let diskFull = false
  let deaths = 0
  let ready = false
  let blocked = false
  let toldDropped = 0
  /** When something was last heard of the recorder, and when media was last given to it. */
  let heardMs = 0
  let mediaMs = 0
  let segmentAtMs: number | null = null
  let startedAtMs = 0
  let check: NodeJS.Timeout | null = null
  let retry: NodeJS.Timeout | null = null
  let stopping: Promise<void> | null = null

  const setState = (next: RecordingState): void => {
    if (state === next) return
    state = next
    if (next === 'stalled' || next === 'disk_full') log.warn({ hearingId, state: next }, 'recording')
    else log.info({ hearingId, state: next }, 'recording')
    for (const listener of stateListeners) listener(next)
  }

  const judge = (): void => {
    const now = nowMs()
    const expectedMs = 2 * Math.max(segmentTargetMs, newest?.durationMs ?? 0) + stallMarginMs
    const late = now - (segmentAtMs ?? startedAtMs) > expectedMs
    if (diskFull) setState('disk_full')
    else if (late) setState('stalled')
    else setState(segmentAtMs === null ? 'starting' : 'recording')
    if (buffer.dropped > toldDropped) {
      log.error(
        { hearingId, frames: buffer.dropped - toldDropped },
        'media was given up: nothing could be written for too long',
      )
      toldDropped = buffer.dropped
    }
    const hangs = late && !diskFull && now - mediaMs < 2000 && now - heardMs > silentMsMax
    if (recorder && hangs) {
      log.error({ hearingId, pid: recorder.pid }, 'the recorder hangs')
      heardMs = now
      recorder.kill()
    }
  }

  const pump = (): void => {
    const to = recorder
    if (!to || !ready || blocked) return
    for (let frame = buffer.next(); frame; frame = buffer.next()) {
      if (to.write(frame)) continue
      blocked = true
      return
    }
  }

  const onEvent = (event: RecorderEvent): void => {
    heardMs = nowMs()
    if (event.type === 'disk') diskFull = event.full
    else if (event.type === 'segment') {
      newest = event
      segmentAtMs = heardMs
      deaths = 0
      buffer.settle(event.resumeFrame)
      for (const listener of segmentListeners) listener(event)
    } else {
      ready = true
      pump()
    }
    judge()
  }

  const ended = (exit: RecorderExit, livedMs: number): void => {
    recorder = null
    diskFull = false
    if (stopping) return
    log.warn({ hearingId, ...exit }, 'the recorder ended')
    if (++deaths % deathsMax === 0) {
      log.error({ hearingId }, 'the recorder dies again and again: what it was told is given up')
      buffer.clear()
    }
    const delayMs = Math.min(restart.firstMs * 2 ** deaths, restart.maxMs)
    retry = setTimeout(begin, livedMs > restart.settledMs ? restart.firstMs : delayMs)
  }

  function begin(): void {
    const startMs = nowMs()
    heardMs = startMs
    ready = false
    blocked = false
    const own = spawner.take()
    recorder = own
    log.info({ hearingId, pid: own.pid }, 'recorder started')
    const order = {
      hearingId,
      logDir,
      segmentTargetMs,
      segmentMaxMs,
      waitingBytesMax: bufferBytesMax,
      logLevel: log.level,
    }
    own.order(order, {
      onEvent,
      onDrain: () => {
        blocked = false
        pump()
      },
    })
    for (const clock of buffer.rewind()) own.write(clock)
    void own.exited.then((exit) => ended(exit, nowMs() - startMs))
  }

  const stop = async (): Promise<void> => {
    untap?.()
    if (check) clearInterval(check)
    if (retry) clearTimeout(retry)
    if (recorder) {
      // What a busy pipe has not taken yet is given before the end.
      if (ready) for (let frame = buffer.next(); frame; frame = buffer.next()) recorder.write(frame)
      await recorder.end(stopGraceMs)
    }
    setState('stopped')
  }

  return {
    get state() {
      return state
    },
    get lagMs() {
      return newest?.lagMs ?? null
    },
    get newestEndMs() {
      return newest ? newest.startMs + newest.durationMs : null
    },
    get pid() {
      return recorder?.pid ?? null
    },
    onState: (listener) => {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    onSegment: (listener) => {
      segmentListeners.add(listener)
      return () => segmentListeners.delete(listener)
    },
    start: () => {
      if (untap || stopping) return
      startedAtMs = nowMs()
      setState('starting')
      untap = feed.tap({
        rtp: (kind, packet) => {
          mediaMs = nowMs()
          buffer.rtp(kind, packet)
          pump()
        },
        clock: (kind, rtpTimestamp, wallClockMs) => {
          buffer.clock(kind, rtpTimestamp, wallClockMs)
          pump()
        },
      })
      check = setInterval(judge, checkMs)
      begin()
    },
    stop: () => (stopping ??= stop()),
  }
}
