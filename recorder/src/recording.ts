import type { Logger } from 'pino'
import type { RecorderEvent, RecordingOrder } from './contract.ts'
import type { PipeFrame } from './frame-pipe.ts'
import { FeedReader } from './media/feed-reader.ts'
import { segmentFile } from './segment-log/index-line.ts'
import type { SegmentLog } from './segment-log/segment-log.ts'
import { Director } from './take/director.ts'
import type { FinishedSegment } from './take/segmenter.ts'
import { soundEnd, trimSound } from './take/sound-seam.ts'
import { Take } from './take/take.ts'
import type { TakeTracks } from './take/ffmpeg-options.ts'

export interface RecordingOptions {
  order: RecordingOrder
  segmentLog: SegmentLog
  tell: (event: RecorderEvent) => void
  /** Decode time at which the log's sound ends, in its last segment's timescale; null in a log without. */
  soundEnd: number | null
  now: () => number
  log: Logger
}

/** The log's decode times begin this long before its first picture: sound may lead it. */
const leadMs = 10_000
/** With nothing coming in for this long the last segment is finished and the take ends. */
const idleMs = 2000
/** How often a full disk is tried again. */
const retryMs = 500
/** At the end a full disk is waited for this long. */
const lastTriesMs = 2000

/** A take's finished segments, which wait for those of the takes before it. */
interface Lane {
  take: Take
  segments: { segment: FinishedSegment; broken: boolean }[]
  done: boolean
}

/** One hearing's recording, from frames to durable segments. */
export class Recording {
  readonly #options: RecordingOptions
  readonly #reader = new FeedReader()
  readonly #director: Director<Take>
  #lanes: Lane[] = []
  #nextIndex = 0
  #originMs: number | null
  #broken = false
  #soundEnd: number | null
  #diskFull = false
  #writing: Promise<void> | null = null
  #idle: NodeJS.Timeout | null = null
  #givingUpAtMs: number | null = null
  readonly #waiting: ((durable: boolean) => void)[] = []
  #warnedMs = -Infinity

  constructor(options: RecordingOptions) {
    this.#options = options
    const { firstStartMs, endMs } = options.segmentLog.end
    this.#originMs = firstStartMs === null ? null : firstStartMs - leadMs
    this.#broken = endMs !== null
    this.#soundEnd = options.soundEnd
    this.#director = new Director({ resumeMs: endMs, openTake: (tracks) => this.#openTake(tracks) })
  }

  push(frame: PipeFrame): void {
    if (frame.kind === 'cut') {
      void this.#cut()
      return
    }
    this.#nextIndex = frame.index + 1
    for (const media of this.#reader.read(frame)) this.#director.push(media)
    if (this.#idle) this.#idle.refresh()
    else this.#idle = setTimeout(() => this.#director.pause(), idleMs)
  }

  /** Finishes what there is; resolves when it is durable, or when there is no room for it. */
  async end(): Promise<void> {
    this.#givingUpAtMs = this.#options.now() + lastTriesMs
    await this.#finish()
    await Promise.all(this.#lanes.map((lane) => lane.take.abort()))
  }

  async #cut(): Promise<void> {
    // Whoever started this process has the media still, and gives it to another one.
    if (!(await this.#finish())) throw new Error('what came before the cut could not be written')
    this.#options.tell({ type: 'finished' })
  }

  /** Answers whether all is durable. */
  #finish(): Promise<boolean> {
    if (this.#idle) clearTimeout(this.#idle)
    this.#director.pause()
    const written = Promise.withResolvers<boolean>()
    this.#waiting.push(written.resolve)
    this.#write()
    return written.promise
  }

  #openTake(tracks: TakeTracks): Take {
    const { order, log } = this.#options
    const lane: Lane = {
      segments: [],
      done: false,
      take: new Take({
        tracks,
        segmentTargetMs: order.segmentTargetMs,
        segmentMaxMs: order.segmentMaxMs,
        originMs: (firstStartMs) => (this.#originMs ??= Math.round(firstStartMs) - leadMs),
        onSegment: (segment, broken) => {
          lane.segments.push({ segment, broken })
          this.#write()
        },
        onDone: () => {
          lane.done = true
          this.#write()
        },
        log,
      }),
    }
    this.#lanes.push(lane)
    log.info(
      { picture: tracks.video && `${tracks.video.widthPx}x${tracks.video.heightPx}`, sound: tracks.audio },
      'take',
    )
    return lane.take
  }

  #write(): void {
    if (this.#writing) return
    this.#writing = this.#writeAll()
      .catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'the last segments could not be written')
        this.#written(false)
      })
      .finally(() => {
        this.#writing = null
      })
  }

  #written(durable: boolean): void {
    for (const resolve of this.#waiting.splice(0)) resolve(durable)
  }

  async #writeAll(): Promise<void> {
    for (;;) {
      const lane = this.#lanes[0]
      if (!lane) {
        this.#written(true)
        return
      }
      const next = lane.segments.shift()
      if (next) await this.#writeOne(lane, next.segment, next.broken)
      else if (lane.done) this.#lanes.shift()
      else return
    }
  }

  async #writeOne(lane: Lane, segment: FinishedSegment, broken: boolean): Promise<void> {
    const { segmentLog, log, now, tell } = this.#options
    const isFirst = segmentLog.end.endMs === null
    // Its start is where the one before it ends: to the last picture's duration, which ffmpeg guesses at a take's end.
    const startMs = Math.max(segment.startMs, segmentLog.end.endMs ?? -Infinity)
    const endMs = Math.max(startMs, segment.startMs + segment.durationMs)
    const bytes = broken ? trimSound(segment.init, segment.bytes, this.#soundEnd ?? 0) : segment.bytes
    const endOfSound = soundEnd(segment.init, bytes) ?? this.#soundEnd
    for (;;) {
      try {
        const line = await segmentLog.append({
          ...segment,
          startMs,
          durationMs: endMs - startMs,
          bytes,
          discontinuity: (broken && !isFirst) || this.#broken,
          soundEnd: endOfSound,
        })
        this.#broken = false
        this.#soundEnd = endOfSound
        lane.take.settle(segment)
        this.#setDiskFull(false)
        tell({
          type: 'segment',
          sequence: line.sequence,
          file: segmentFile(line.sequence, line.sealed !== undefined),
          startMs,
          durationMs: endMs - startMs,
          discontinuity: line.discontinuity,
          lagMs: now() - endMs,
          resumeFrame: this.#resumeFrame(),
        })
        return
      } catch (error) {
        if (now() - this.#warnedMs > 10_000) {
          this.#warnedMs = now()
          log.error({ err: error }, 'a segment could not be written; it is tried again')
        }
        this.#setDiskFull(true)
        if (this.#givingUpAtMs !== null && now() > this.#givingUpAtMs) throw error
        if (this.#waitingBytes() + segment.bytes.length > this.#options.order.waitingBytesMax) {
          log.error(
            { startMs: segment.startMs },
            'too much waits for room on the disk: a segment is given up',
          )
          lane.take.settle(segment)
          this.#broken = true
          return
        }
        await new Promise((resolve) => setTimeout(resolve, retryMs))
      }
    }
  }

  #waitingBytes(): number {
    return this.#lanes.reduce(
      (sum, lane) => sum + lane.segments.reduce((own, { segment }) => own + segment.bytes.length, 0),
      0,
    )
  }

  #setDiskFull(full: boolean): void {
    if (this.#diskFull === full) return
    this.#diskFull = full
    this.#options.tell({ type: 'disk', full })
  }

  #resumeFrame(): number {
    const oldest = [this.#reader.oldestFrameIndex, this.#director.oldestFrameIndex]
    for (const lane of this.#lanes) oldest.push(lane.take.oldestFrameIndex)
    return Math.min(this.#nextIndex, ...oldest.filter((index) => index !== null))
  }
}
