import { PassThrough } from 'node:stream'
import type { Logger } from 'pino'
import { startFfmpeg } from '../ffmpeg.ts'
import type { FfmpegProcess } from '../ffmpeg.ts'
import type { MediaFrame } from '../media/media-frame.ts'
import { takeInputOptions, takeOutputOptions } from './ffmpeg-options.ts'
import type { TakeTracks } from './ffmpeg-options.ts'
import { MatroskaClusters, matroskaHeader } from './matroska-writer.ts'
import { Segmenter } from './segmenter.ts'
import type { FinishedSegment } from './segmenter.ts'

export interface TakeOptions {
  tracks: TakeTracks
  segmentTargetMs: number
  segmentMaxMs: number
  originMs: (firstStartMs: number) => number
  /** `broken`: the first of an ffmpeg run, so something breaks before it. */
  onSegment: (segment: FinishedSegment, broken: boolean) => void
  /** All segments are out. Called once, after `end`. */
  onDone: () => void
  log: Logger
}

/** A group of pictures has ended and ffmpeg gives nothing: it hangs. */
const silentMsMax = 5000
/** An ffmpeg that has been told to end and does not. */
const endingMsMax = 1500
const restart = { firstMs: 50, maxMs: 2000 }
/** So often ffmpeg may die of the same media; then that media is given up. */
const deathsMax = 4
/** Pictures are at least 4 ms apart; a segment's end is known to 0.1 ms. */
const sameInstantMs = 2

interface Run {
  input: PassThrough
  clusters: MatroskaClusters
  baseMs: number
  process: FfmpegProcess | null
  /** False as soon as another run has taken its place: what it still says is not listened to. */
  current: boolean
}

/**
 * A stretch of recording with the same tracks and codec settings, and so with one init segment. It keeps what it was given
 * until that is in a durable segment, and gives it to another ffmpeg when one dies: from the key frame after
 * the last finished segment, so nothing is lost and nothing is there twice.
 */
export class Take {
  readonly tracks: TakeTracks
  readonly #options: TakeOptions
  #held: MediaFrame[] = []
  #run: Run | null = null
  #deaths = 0
  #ending = false
  #done = false
  #finishedEndMs = -Infinity
  #finishedAudioEndMs = -Infinity
  #watch: NodeJS.Timeout | null = null
  #retry: NodeJS.Timeout | null = null

  constructor(options: TakeOptions) {
    this.#options = options
    this.tracks = options.tracks
  }

  /** The pipe index of the oldest frame that is not yet durable; null when all is. */
  get oldestFrameIndex(): number | null {
    return this.#held.reduce<number | null>(
      (least, frame) => (least === null ? frame.frameIndex : Math.min(least, frame.frameIndex)),
      null,
    )
  }

  write(frame: MediaFrame): void {
    if (this.#ending) return
    this.#held.push(frame)
    if (this.#run) this.#give(this.#run, frame)
    else if (!this.#retry) this.#begin()
  }

  /** Nothing more comes: ffmpeg finishes the last segment. */
  end(): void {
    if (this.#ending) return
    this.#ending = true
    if (this.#run) this.#finish(this.#run)
    else if (!this.#retry) this.#begin()
  }

  /** What a segment holds is durable and need not be kept. */
  settle(segment: FinishedSegment): void {
    const endMs = segment.startMs + segment.durationMs
    const audioEndMs = segment.audioEndMs ?? endMs - this.#options.segmentMaxMs
    this.#held = this.#held.filter((frame) => !isBefore(frame, endMs, audioEndMs))
  }

  /** Ends ffmpeg at once; nothing more comes out. Idempotent. */
  async abort(): Promise<void> {
    this.#done = true
    if (this.#retry) clearTimeout(this.#retry)
    this.#unwatch()
    const run = this.#run
    this.#run = null
    if (!run) return
    run.current = false
    await run.process?.stop(0)
  }

  #begin(): void {
    const replay = this.#held.filter(
      (frame) => !isBefore(frame, this.#finishedEndMs, this.#finishedAudioEndMs),
    )
    const firstKey = replay.findIndex((frame) => frame.kind === 'video' && frame.key)
    const frames = replay.filter((frame, i) => frame.kind === 'audio' || (firstKey >= 0 && i >= firstKey))
    const video = frames.find((frame) => frame.kind === 'video')
    const audio = frames.find((frame) => frame.kind === 'audio')
    const complete = (video ?? !this.tracks.video) && (audio ?? !this.tracks.audio)
    if (!complete && !this.#ending) return
    if (!video && !audio) {
      if (this.#ending) this.#finished()
      return
    }
    // Ending with only one of two tracks left: what there is goes out without the other.
    const tracks = { video: video ? this.tracks.video : null, audio: audio !== undefined }
    const run: Run = {
      input: new PassThrough(),
      clusters: new MatroskaClusters(),
      baseMs: Math.min(video?.timeMs ?? Infinity, audio?.timeMs ?? Infinity),
      process: null,
      current: true,
    }
    this.#run = run
    const broken = { next: true }
    const segmenter = new Segmenter({
      targetMs: this.#options.segmentTargetMs,
      videoStartMs: video?.timeMs ?? null,
      audioStartMs: audio?.timeMs ?? null,
      originMs: this.#options.originMs,
      onSegment: (segment) => {
        this.#deaths = 0
        this.#finishedEndMs = segment.startMs + segment.durationMs
        if (segment.audioEndMs !== null) this.#finishedAudioEndMs = segment.audioEndMs
        this.#options.onSegment(segment, broken.next)
        broken.next = false
      },
    })
    run.input.write(matroskaHeader(tracks))
    for (const frame of frames) this.#give(run, frame)
    this.#start(run, tracks, segmenter).catch((error: unknown) => {
      this.#options.log.error({ err: error }, 'ffmpeg could not be started')
      this.#lost(run)
    })
    if (this.#ending) this.#finish(run)
  }

  async #start(run: Run, tracks: TakeTracks, segmenter: Segmenter): Promise<void> {
    const output = new PassThrough()
    output.on('data', (chunk: Buffer) => {
      if (!run.current) return
      this.#unwatch()
      try {
        segmenter.push(chunk)
      } catch (error) {
        this.#options.log.error({ err: error }, 'ffmpeg gave what is no fragmented MP4')
        this.#lost(run)
      }
    })
    const process = await startFfmpeg({
      inputs: [{ stream: run.input, options: takeInputOptions(tracks) }],
      output: { to: output, options: takeOutputOptions(tracks, this.#options) },
      onLogLine: (line) => this.#options.log.warn({ line }, 'ffmpeg says'),
      log: this.#options.log,
    })
    run.process = process
    if (!run.current) {
      await process.stop(0)
      return
    }
    const exit = await process.exited
    if (!run.current) return
    if (this.#ending && exit.code === 0) {
      segmenter.end()
      this.#run = null
      this.#finished()
      return
    }
    this.#options.log.warn({ code: exit.code, signal: exit.signal, tail: exit.stderrTail }, 'ffmpeg died')
    this.#lost(run)
  }

  #give(run: Run, frame: MediaFrame): void {
    const present = frame.kind === 'video' ? this.tracks.video !== null : this.tracks.audio
    if (!present) return
    run.input.write(run.clusters.frame(frame.kind, frame.timeMs - run.baseMs, frame.key, frame.data))
    const sinceMs = frame.timeMs - run.baseMs
    // The end of a fragment: ffmpeg must say something after it.
    if (sinceMs > this.#options.segmentTargetMs && (frame.kind === 'video' ? frame.key : !this.tracks.video))
      this.#watchFor(run, silentMsMax)
  }

  #finish(run: Run): void {
    run.input.end()
    this.#unwatch()
    this.#watchFor(run, endingMsMax)
  }

  #watchFor(run: Run, ms: number): void {
    this.#watch ??= setTimeout(() => {
      this.#watch = null
      this.#options.log.warn('ffmpeg hangs')
      this.#lost(run)
    }, ms)
  }

  #unwatch(): void {
    if (this.#watch) clearTimeout(this.#watch)
    this.#watch = null
  }

  /** This run is of no more use; another one gets what is not yet in a finished segment. */
  #lost(run: Run): void {
    if (!run.current || this.#done) return
    run.current = false
    this.#run = null
    this.#unwatch()
    run.input.destroy()
    run.process
      ?.stop(0)
      .catch((error: unknown) => this.#options.log.error({ err: error }, 'ffmpeg does not end'))
    this.#deaths++
    if (this.#deaths % deathsMax === 0) {
      this.#options.log.error(
        { frames: this.#held.length },
        'ffmpeg dies of this media again and again: it is given up',
      )
      this.#held = []
    }
    this.#retry = setTimeout(
      () => {
        this.#retry = null
        this.#begin()
      },
      Math.min(restart.firstMs * 2 ** this.#deaths, restart.maxMs),
    )
  }

  #finished(): void {
    if (this.#done) return
    this.#done = true
    this.#unwatch()
    this.#held = []
    this.#options.onDone()
  }
}

function isBefore(frame: MediaFrame, endMs: number, audioEndMs: number): boolean {
  return frame.kind === 'video'
    ? frame.timeMs < endMs - sameInstantMs
    : frame.timeMs + frame.durationMs <= audioEndMs + sameInstantMs
}
