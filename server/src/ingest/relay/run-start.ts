import type { TrackKind } from '../feed.ts'
import { timestampDistance } from '../rtp/wrapping.ts'

export interface HeldPacket {
  kind: TrackKind
  packet: Buffer
  arrivalMs: number
}

interface HeldTrack {
  rateHz: number
  timestamp: number
  /** The arrival that the first packet would have had without queueing: the smallest over all so far. */
  firstArrivalMs: number
}

/** While the floor falls by more than this, a burst of what had queued is still coming. */
const fallMs = 8
const calmMs = 100
const longestMs = 600
const rates = { video: 90_000, audio: 48_000 } as const

/**
 * The first moments of a run. Cameras and servers begin with a burst of what queued up while the connection was made,
 * and dated by its first arrival the whole run would lie up to a second late: so packets are held until arrivals keep
 * pace with timestamps.
 */
export class RunStart {
  readonly #held: HeldPacket[] = []
  readonly #tracks = new Map<TrackKind, HeldTrack>()
  #beganMs: number | null = null
  #fellAtMs = 0

  /** Holds one packet; returns all once the burst is over. */
  push(held: HeldPacket): HeldPacket[] | null {
    const { kind, packet, arrivalMs } = held
    if (packet.length < 12) return null
    this.#held.push(held)
    this.#beganMs ??= arrivalMs
    this.#note(kind, packet.readUInt32BE(4), arrivalMs)
    const over = arrivalMs - this.#fellAtMs >= calmMs || arrivalMs - this.#beganMs >= longestMs
    return over ? this.#held : null
  }

  /** When a timestamp would have arrived without the burst; null for a track that had not begun. */
  arrivalOf(kind: TrackKind, timestamp: number): number | null {
    const track = this.#tracks.get(kind)
    return track
      ? track.firstArrivalMs + (timestampDistance(track.timestamp, timestamp) * 1000) / track.rateHz
      : null
  }

  #note(kind: TrackKind, timestamp: number, arrivalMs: number): void {
    const track = this.#tracks.get(kind)
    if (!track) {
      this.#tracks.set(kind, { rateHz: rates[kind], timestamp, firstArrivalMs: arrivalMs })
      this.#fellAtMs = arrivalMs
      return
    }
    const firstArrivalMs = arrivalMs - (timestampDistance(track.timestamp, timestamp) * 1000) / track.rateHz
    const fallenMs = track.firstArrivalMs - firstArrivalMs
    if (fallenMs <= 0) return
    // A leap is no burst.
    if (fallenMs > 10_000) return
    if (fallenMs > fallMs) this.#fellAtMs = arrivalMs
    track.firstArrivalMs = firstArrivalMs
  }
}
