import type { FeedFault } from '../protocol/feed.ts'
import type { TrackKind } from './feed.ts'
import type { SourceTracks } from './source.ts'

/** What is missing from a run of a source: found out well within 5 s. */
const quietLimitMs = 3500
/** Connecting has limits of its own in each source; this is for one that forgets. */
const neverBeganMs = 20_000

/** A camera that has announced its tracks is sending; a local process may yet have to be loaded. */
const firstPacketMs = { camera: quietLimitMs, local: 15_000 } as const

/** Watches one run of a source: what it announced, against what comes. */
export class Watchdog {
  readonly #beganMs: number
  readonly #firstPacketMs: number
  #tracks: SourceTracks | null = null
  #announcedMs = 0
  readonly #lastMs = new Map<TrackKind, number>()

  constructor(nowMs: number, device: keyof typeof firstPacketMs) {
    this.#beganMs = nowMs
    this.#firstPacketMs = firstPacketMs[device]
  }

  get tracks(): SourceTracks | null {
    return this.#tracks
  }

  announced(tracks: SourceTracks, nowMs: number): void {
    this.#tracks = tracks
    this.#announcedMs = nowMs
  }

  packet(kind: TrackKind, nowMs: number): void {
    this.#lastMs.set(kind, nowMs)
  }

  /** A fault that ends the run: nothing comes at all. */
  deadly(nowMs: number): FeedFault | null {
    if (!this.#tracks) return nowMs - this.#beganMs > neverBeganMs ? 'not_understood' : null
    const kinds = (['video', 'audio'] as const).filter((kind) => this.#tracks?.[kind])
    return kinds.every((kind) => this.#quiet(kind, nowMs)) ? 'silent' : null
  }

  /** A fault of a run that goes on: one of the tracks is not there. */
  missing(nowMs: number): FeedFault | null {
    if (!this.#tracks) return null
    if (!this.#tracks.audio || this.#quiet('audio', nowMs)) return 'no_audio'
    if (!this.#tracks.video || this.#quiet('video', nowMs)) return 'no_video'
    return null
  }

  /** A track that came in this run and has stopped: connecting anew may bring it back. One that never came is not lost. */
  lost(nowMs: number): FeedFault | null {
    const lost = (kind: TrackKind): boolean =>
      Boolean(this.#tracks?.[kind]) && this.#lastMs.has(kind) && this.#quiet(kind, nowMs)
    if (lost('audio')) return 'no_audio'
    return lost('video') ? 'no_video' : null
  }

  /** Whether a track was announced and comes. */
  has(kind: TrackKind, nowMs: number): boolean {
    return Boolean(this.#tracks?.[kind]) && !this.#quiet(kind, nowMs)
  }

  #quiet(kind: TrackKind, nowMs: number): boolean {
    const lastMs = this.#lastMs.get(kind)
    return lastMs === undefined
      ? nowMs - this.#announcedMs > this.#firstPacketMs
      : nowMs - lastMs > quietLimitMs
  }
}
