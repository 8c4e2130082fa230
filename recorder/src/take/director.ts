import type { MediaFrame } from '../media/media-frame.ts'
import type { TakeTracks } from './ffmpeg-options.ts'

/** What the director needs of a take. */
export interface DirectedTake {
  readonly tracks: TakeTracks
  write(frame: MediaFrame): void
  end(): void
}

export interface DirectorOptions<T extends DirectedTake> {
  /** UTC ms where the log ends: what is before it is there already. Null for an empty log. */
  resumeMs: number | null
  openTake: (tracks: TakeTracks) => T
}

/** How long sound waits for a first picture, or a picture for sound, before it is recorded alone. */
const togetherMs = 1500
/** A track that is silent for this long while the other goes on has ended. */
const absentMs = 2000
/** A hole in both tracks above this begins a new take. */
const gapMs = 2000
const sameInstantMs = 5

/**
 * Decides when a take begins and ends: tracks start together when both are there; when one appears, disappears or
 * changes its settings (another resolution), a new take begins, at a key frame and with what was said before it.
 */
export class Director<T extends DirectedTake> {
  readonly #options: DirectorOptions<T>
  #take: T | null = null
  /** What waits for a take: from the first key frame on, and all sound. */
  #waiting: MediaFrame[] = []
  #lastMs = { video: -Infinity, audio: -Infinity }

  constructor(options: DirectorOptions<T>) {
    this.#options = options
  }

  /** The pipe index of the oldest frame that waits; null when there is none. */
  get oldestFrameIndex(): number | null {
    return this.#waiting.reduce<number | null>(
      (least, frame) => (least === null ? frame.frameIndex : Math.min(least, frame.frameIndex)),
      null,
    )
  }

  push(frame: MediaFrame): void {
    if (this.#isRecorded(frame)) return
    const lastMs = Math.max(this.#lastMs.video, this.#lastMs.audio)
    const back = frame.timeMs <= this.#lastMs[frame.kind]
    if (back || frame.timeMs - lastMs > gapMs) this.pause()
    this.#lastMs[frame.kind] = frame.timeMs
    if (this.#take) this.#route(this.#take, frame)
    else this.#wait(frame)
  }

  /** The feed is silent, or jumped: the take ends; whatever comes next begins another. */
  pause(): void {
    this.#flush()
    this.#take?.end()
    this.#take = null
    this.#waiting = []
    this.#lastMs = { video: -Infinity, audio: -Infinity }
  }

  #isRecorded(frame: MediaFrame): boolean {
    const { resumeMs } = this.#options
    if (resumeMs === null) return false
    return frame.kind === 'video'
      ? frame.timeMs < resumeMs - sameInstantMs
      : frame.timeMs + frame.durationMs / 2 < resumeMs
  }

  #wait(frame: MediaFrame): void {
    const hasVideo = this.#waiting.some((waiting) => waiting.kind === 'video')
    if (frame.kind === 'video' && !frame.key && !hasVideo) return
    this.#waiting.push(frame)
    const first = Math.min(...this.#waiting.map((waiting) => waiting.timeMs))
    const kinds = new Set(this.#waiting.map((waiting) => waiting.kind))
    if (kinds.size === 2 || frame.timeMs - first >= togetherMs) this.#flush()
  }

  /** Begins a take with what waits, be it one track or two. */
  #flush(): void {
    if (this.#take || this.#waiting.length === 0) return
    const frames = this.#waiting
    this.#waiting = []
    const video = frames.find((frame) => frame.kind === 'video')?.config ?? null
    this.#take = this.#options.openTake({ video, audio: frames.some((frame) => frame.kind === 'audio') })
    for (const frame of frames) this.#route(this.#take, frame)
  }

  #route(take: T, frame: MediaFrame): void {
    const { tracks } = take
    if (frame.kind === 'audio') {
      const pictureGone = frame.timeMs - this.#lastMs.video > absentMs
      if (tracks.video && tracks.audio && pictureGone) this.#next({ video: null, audio: true }, [frame])
      else if (tracks.audio) take.write(frame)
      // Sound has come: it waits for the next key frame, and both begin a take.
      else this.#waiting.push(frame)
      return
    }
    if (!frame.key || !frame.config) {
      if (tracks.video) take.write(frame)
      return
    }
    const soundIsThere = frame.timeMs - this.#lastMs.audio <= absentMs
    const sameConfig = tracks.video?.avcC.equals(frame.config.avcC) ?? false
    if (sameConfig && tracks.audio === soundIsThere) take.write(frame)
    else {
      const sound = this.#waiting
      this.#waiting = []
      this.#next({ video: frame.config, audio: soundIsThere }, [...sound, frame])
    }
  }

  #next(tracks: TakeTracks, frames: MediaFrame[]): void {
    this.#take?.end()
    const take = this.#options.openTake(tracks)
    this.#take = take
    for (const frame of frames) take.write(frame)
  }
}
