import { setTimeout as sleep } from 'node:timers/promises'
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
  /** `<dataDir>/hearings/<id>/log`, as `createHls` reads it; or the sealed log beside it. */
  logDir: string
  /** An age recipient: the log is encrypted to it, and can't be read here any more. Null or left out: a log in clear. */
  sealRecipient?: string | null
  /**
   * What comes before the first of the feed: a picture can only be shown from a key frame on, and that may have been sent before
   * this recording begins. Never what may not be in this log.
   */
  leadIn?: FrameBuffer | null
  /** The log's writer before this one: what it is still finishing comes first. Media is taken from the start all the same. */
  after?: Promise<void>
  /** One for all recordings of a server. */
  spawner: Pick<RecorderSpawner, 'take'>
  /** Its recorder process has ended by itself, and another is to go on. */
  onDeath?: () => void
  nowMs: () => number
  log: Logger
  /** Default 2000. */
  segmentTargetMs?: number
  /** What may wait for a durable segment in this process, and as much again in the recorder's; bytes. Default 64 MiB. */
  bufferBytesMax?: number
}

export type DurableSegment = Extract<RecorderEvent, { type: 'segment' }>

/** One stretch of a hearing's recording: starts the recorder process, gives it the feed, starts another when it ends. */
export interface Recording {
  /** `recording` (or `sealed`, where it is encrypted) only while segments become durable. */
  readonly state: RecordingState
  /** From the capture of the newest segment's last frame to its being durable, ms; null before the first. */
  readonly lagMs: number | null
  /** UTC ms where the newest durable segment ends; null before the first. */
  readonly newestEndMs: number | null
  /** Of the recorder process, while there is one. */
  readonly pid: number | null
  /** A copy of what is not yet durable: it begins, as segments do, with a key frame. */
  unfinished(): FrameBuffer
  onState(listener: (state: RecordingState) => void): () => void
  onSegment(listener: (segment: DurableSegment) => void): () => void
  start(): void
  /**
   * Takes no more of the feed, from the very call on. Resolves when all that had come is durable, however many recorder
   * processes and however much waiting for room that takes; or when `stop` has given up. Idempotent.
   */
  finish(): Promise<void>
  /** Finishes the last segment first, in bounded time. Idempotent. */
  stop(): Promise<void>
}

const bufferBytesDefault = 67_108_864
/** A group of pictures longer than this is cut without a key frame. */
const segmentMaxMs = 10_000
/** With no durable segment for two targets and this much, recording has stalled. */
const stallMarginMs = 1500
/** Media not older than this are coming in. */
const comingMs = 2000
const checkMs = 250
const restart = { firstMs: 50, maxMs: 2000, settledMs: 5000 }
/** A recorder that takes media and says nothing for so long hangs. */
const silentMsMax = 25_000
/** So often a recorder may die without a segment; then what it was told is given up. */
const deathsMax = 5
/** Together below the bound that the composition root gives each part to stop. */
const stopGraceMs = { predecessor: 1000, recorder: 2500 }

export function createRecording(options: RecordingOptions): Recording {
  const { hearingId, feed, logDir, spawner, nowMs, log } = options
  const sealRecipient = options.sealRecipient ?? null
  const after = options.after ?? Promise.resolve()
  const segmentTargetMs = options.segmentTargetMs ?? 2000
  const bufferBytesMax = options.bufferBytesMax ?? bufferBytesDefault
  const buffer = options.leadIn ?? new FrameBuffer(bufferBytesMax)
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
  /** Null before the start. */
  let startedAtMs: number | null = null
  let check: NodeJS.Timeout | null = null
  let retry: NodeJS.Timeout | null = null
  let stopping: Promise<void> | null = null
  /** The feed has been let go of: what is kept is all there will be. */
  let cut = false
  let toldCut = false
  const finished = Promise.withResolvers<void>()
  let isFinished = false

  const setState = (next: RecordingState): void => {
    if (state === next) return
    state = next
    if (next === 'stalled' || next === 'disk_full') log.warn({ hearingId, state: next }, 'recording')
    else log.info({ hearingId, state: next }, 'recording')
    for (const listener of stateListeners) listener(next)
  }

  const judge = (): void => {
    const now = nowMs()
    const isComing = !cut && now - mediaMs < comingMs
    // The first waits for a key frame to begin with and for one to end with, and how far apart a camera's are is not known yet.
    const isFirst = segmentAtMs === null && isComing
    const segmentsMs = isFirst ? segmentMaxMs : 2 * Math.max(segmentTargetMs, newest?.durationMs ?? 0)
    const expectedMs = segmentsMs + stallMarginMs
    const late = now - (segmentAtMs ?? startedAtMs ?? now) > expectedMs
    if (diskFull) setState('disk_full')
    else if (late) setState('stalled')
    else if (segmentAtMs === null) setState('starting')
    else setState(sealRecipient === null ? 'recording' : 'sealed')
    if (buffer.dropped > toldDropped) {
      log.error(
        { hearingId, frames: buffer.dropped - toldDropped },
        'media was given up: nothing could be written for too long',
      )
      toldDropped = buffer.dropped
    }
    const hangs = late && !diskFull && (cut || isComing) && now - heardMs > silentMsMax
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
    if (!cut || toldCut) return
    toldCut = true
    to.write(buffer.cut())
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
    } else if (event.type === 'finished') {
      void conclude()
      return
    } else {
      ready = true
      pump()
    }
    judge()
  }

  const ended = (exit: RecorderExit, livedMs: number): void => {
    recorder = null
    if (stopping || isFinished) return
    log.warn({ hearingId, ...exit }, 'the recorder ended')
    options.onDeath?.()
    // One that finds no room on the disk ends too; what it was told is not to blame.
    if (!diskFull && ++deaths % deathsMax === 0) {
      log.error({ hearingId }, 'the recorder dies again and again: what it was told is given up')
      buffer.clear()
    }
    diskFull = false
    const delayMs = Math.min(restart.firstMs * 2 ** deaths, restart.maxMs)
    retry = setTimeout(begin, livedMs > restart.settledMs ? restart.firstMs : delayMs)
  }

  function begin(): RecorderProcess {
    const startMs = nowMs()
    heardMs = startMs
    retry = null
    ready = false
    blocked = false
    toldCut = false
    const own = spawner.take()
    recorder = own
    log.info({ hearingId, pid: own.pid }, 'recorder started')
    const order = {
      hearingId,
      logDir,
      sealRecipient,
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
    return own
  }

  const beginAfter = async (): Promise<void> => {
    await after
    if (!stopping) begin()
  }

  const letGo = (): void => {
    untap?.()
    cut = true
  }

  /** All is durable, or given up. */
  async function conclude(): Promise<void> {
    if (isFinished) return
    isFinished = true
    if (check) clearInterval(check)
    if (retry) clearTimeout(retry)
    await recorder?.end(stopGraceMs.recorder)
    setState('stopped')
    finished.resolve()
  }

  const stop = async (): Promise<void> => {
    letGo()
    if (!isFinished) {
      if (!recorder) await Promise.race([after, sleep(stopGraceMs.predecessor)])
      if (retry) clearTimeout(retry)
      const to = startedAtMs === null ? null : (recorder ?? begin())
      // What a busy pipe has not taken yet is given before the end.
      if (to) for (let frame = buffer.next(); frame; frame = buffer.next()) to.write(frame)
      await conclude()
    }
    await finished.promise
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
    unfinished: () => buffer.copy(),
    onState: (listener) => {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    onSegment: (listener) => {
      segmentListeners.add(listener)
      return () => segmentListeners.delete(listener)
    },
    start: () => {
      if (untap || cut) return
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
      void beginAfter()
    },
    finish: () => {
      letGo()
      if (startedAtMs === null) void conclude()
      else pump()
      return finished.promise
    },
    stop: () => (stopping ??= stop()),
  }
}
