import type { TrackKind } from '../feed.ts'
import { timestampDistance } from '../rtp/wrapping.ts'

export interface HeldPacket {
  kind: TrackKind
  packet: Buffer
  arrivalMs: number
}

interface HeldTrack {
  rateHz: number
  /** Of the first packet, and of the last. */
  timestamp: number
  latest: number
  /** The arrival that the first packet would have had without queueing: the smallest over all so far. */
  firstArrivalMs: number
}

/** While the floor falls by more than this, a burst of what had queued is still coming. */
const fallMs = 8
const calmMs = 100
/** A stall, after which another burst comes, is no calm: so many frames must have come in pace, each near the floor. */
const calmFrames = 4
const paceMs = 15
const longestMs = 1000
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
  #inPace = 0

  /** Holds one packet; returns all once the burst is over. */
  push(held: HeldPacket): HeldPacket[] | null {
    const { kind, packet, arrivalMs } = held
    if (packet.length < 12) return null
    this.#held.push(held)
    this.#beganMs ??= arrivalMs
    this.#note(kind, packet.readUInt32BE(4), arrivalMs)
    const calm = arrivalMs - this.#fellAtMs >= calmMs && this.#inPace >= calmFrames
    return calm || arrivalMs - this.#beganMs >= longestMs ? this.#held : null
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
      this.#tracks.set(kind, { rateHz: rates[kind], timestamp, latest: timestamp, firstArrivalMs: arrivalMs })
      this.#fell(arrivalMs)
      return
    }
    const firstArrivalMs = arrivalMs - (timestampDistance(track.timestamp, timestamp) * 1000) / track.rateHz
    const fallenMs = track.firstArrivalMs - firstArrivalMs
    if (timestamp !== track.latest && fallenMs > -paceMs) this.#inPace++
    track.latest = timestamp
    if (fallenMs <= 0) return
    // A leap is no burst.
    if (fallenMs > 10_000) return
    if (fallenMs > fallMs) this.#fell(arrivalMs)
    track.firstArrivalMs = firstArrivalMs
  }

  #fell(atMs: number): void {
    this.#fellAtMs = atMs
    this.#inPace = 0
  }
}
