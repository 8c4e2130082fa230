import type { MediaFrame } from '../media/media-frame.ts'
import type { TakeTracks } from './ffmpeg-options.ts'
import { TakePlacement } from './take-placement.ts'

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
/** A track of which nothing came for this long, while the other went on, has ended; however late what comes is. */
const absentMs = 2000
/** A hole in both tracks above this begins a new take. */
const gapMs = 2000
const sameInstantMs = 5
/** Sound alone is held back for this long, so that a picture that comes later than its sound finds it. */
const heldMs = 1500
/** And for this long when pictures have come that were later still. */
const heldForLateMs = 10_000
/** What is further behind the log's end is not sent again, the clock was set back. */
const sentAgainMs = 60_000

/**
 * Decides when a take begins and ends: tracks start together when both are there; when one appears, disappears or
 * changes its settings (another resolution), a new take begins, at a key frame and with what was said before it. No take
 * begins before the end of the one before it.
 */
export class Director<T extends DirectedTake> {
  readonly #options: DirectorOptions<T>
  readonly #placement: TakePlacement
  #take: T | null = null
  /** What waits for a take: from the first key frame on, and all sound. With a take: sound that the next one may need. */
  #waiting: MediaFrame[] = []
  #lastMs = { video: -Infinity, audio: -Infinity }
  /** How far either track had come when each was last heard of. */
  #heardAtMs = { video: -Infinity, audio: -Infinity }
  #heldMs = heldMs

  constructor(options: DirectorOptions<T>) {
    this.#options = options
    this.#placement = new TakePlacement(options.resumeMs)
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
    this.#heardAtMs[frame.kind] = Math.max(this.#lastMs.video, this.#lastMs.audio)
    if (!this.#take) this.#wait(frame)
    else if (frame.kind === 'audio') this.#sound(this.#take, frame)
    else this.#picture(this.#take, frame)
  }

  /** The feed is silent, or jumped: the take ends; whatever comes next begins another. */
  pause(): void {
    this.#flush()
    if (this.#take?.tracks.audio) this.#letGo(this.#take, Infinity)
    this.#take?.end()
    this.#take = null
    this.#waiting = []
    this.#heldMs = heldMs
    this.#lastMs = { video: -Infinity, audio: -Infinity }
    this.#heardAtMs = { video: -Infinity, audio: -Infinity }
  }

  #isRecorded(frame: MediaFrame): boolean {
    const { resumeMs } = this.#options
    if (resumeMs === null || frame.timeMs < resumeMs - sentAgainMs) return false
    return frame.kind === 'video'
      ? frame.timeMs < resumeMs - sameInstantMs
      : frame.timeMs + frame.durationMs / 2 < resumeMs
  }

  #isThere(kind: MediaFrame['kind'], atMs: number): boolean {
    return atMs - this.#heardAtMs[kind] <= absentMs
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
    this.#placement.realign(frames)
    const video = frames.find((frame) => frame.kind === 'video')?.config ?? null
    if (video) this.#next({ video, audio: frames.some((frame) => frame.kind === 'audio') }, frames)
    else this.#nextOfSound(frames)
  }

  #sound(take: T, frame: MediaFrame): void {
    const { tracks } = take
    if (tracks.audio && tracks.video && this.#isThere('video', frame.timeMs)) this.#write(take, frame)
    else if (tracks.audio && tracks.video) this.#nextOfSound([frame])
    else {
      // Beside pictures it waits for the next key frame, with which both begin a take.
      this.#waiting.push(frame)
      if (!tracks.audio) return
      if (!this.#isThere('video', frame.timeMs)) this.#heldMs = heldMs
      this.#letGo(take, frame.timeMs - this.#heldMs)
    }
  }

  #picture(take: T, frame: MediaFrame): void {
    const { tracks } = take
    if (!frame.key || !frame.config) {
      if (tracks.video) this.#write(take, frame)
      return
    }
    const audio = this.#isThere('audio', frame.timeMs)
    if (tracks.audio === audio && tracks.video?.avcC.equals(frame.config.avcC)) this.#write(take, frame)
    else if (tracks.video) this.#next({ video: frame.config, audio }, [...this.#waiting.splice(0), frame])
    else if (this.#placement.fits(frame)) {
      this.#letGo(take, frame.timeMs)
      this.#next({ video: frame.config, audio }, [...this.#waiting.splice(0), frame])
    } else this.#heldMs = heldForLateMs
  }

  /** Sound alone that began before then is recorded; what comes after it waits on. */
  #letGo(take: T, beforeMs: number): void {
    while (this.#waiting[0] && this.#waiting[0].timeMs + this.#waiting[0].durationMs / 2 <= beforeMs) {
      const [frame] = this.#waiting.splice(0, 1)
      if (frame) this.#write(take, frame)
    }
  }

  #next(tracks: TakeTracks, frames: readonly MediaFrame[]): void {
    this.#take?.end()
    const take = this.#options.openTake(tracks)
    this.#take = take
    this.#heldMs = heldMs
    this.#placement.begin(tracks)
    for (const frame of frames) this.#write(take, frame)
  }

  /** Its sound is recorded as it leaves the waiting. */
  #nextOfSound(frames: readonly MediaFrame[]): void {
    this.#next({ video: null, audio: true }, [])
    this.#waiting = [...frames]
  }

  #write(take: T, frame: MediaFrame): void {
    take.write(this.#placement.place(frame))
  }
}
