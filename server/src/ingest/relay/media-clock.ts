import type { MediaClock } from '../../protocol/signalling.ts'
import type { PublisherRtp } from '../../sfu/publisher-rtp.ts'
import { timestampDistance, wrap32 } from '../rtp/wrapping.ts'

/** A smaller change than this is not worth a message to every viewer, ms. */
const worthTellingMs = 1

/** Keeps which timestamps of the two published tracks belong to one instant, and tells when that has changed. */
export class MediaClockLine {
  readonly #rtp: PublisherRtp
  readonly #listeners = new Set<(clock: MediaClock) => void>()
  #latest: MediaClock | null = null

  constructor(rtp: PublisherRtp) {
    this.#rtp = rtp
  }

  /** Null until both tracks have been published. */
  get latest(): MediaClock | null {
    return this.#latest
  }

  onChange(listener: (clock: MediaClock) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Two timestamps of one instant, later than those before. */
  update(clock: MediaClock): void {
    if (this.#latest && Math.abs(this.#soundMovedMs(this.#latest, clock)) < worthTellingMs) return
    this.#latest = clock
    for (const listener of this.#listeners) listener(clock)
  }

  #soundMovedMs(before: MediaClock, now: MediaClock): number {
    const { audio, video } = this.#rtp
    const pictureMs = (timestampDistance(before.video, now.video) * 1000) / video.clockRateHz
    const expected = wrap32(Math.round(before.audio + (pictureMs * audio.clockRateHz) / 1000))
    return (timestampDistance(expected, now.audio) * 1000) / audio.clockRateHz
  }
}
