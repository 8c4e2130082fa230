import type { TrackKind } from '@press-gallery/recorder/contract'
import { encodeFrame } from '@press-gallery/recorder/frame-pipe'

interface Kept {
  index: number
  bytes: Buffer
  clock: TrackKind | null
}

/**
 * What was said since the end of the last durable segment, for a recorder process that has to begin again. Bounded in bytes:
 * beyond that the oldest is given up, since a server without memory serves no one.
 */
export class FrameBuffer {
  readonly #bytesMax: number
  #frames: Kept[] = []
  #sent = 0
  #bytes = 0
  #nextIndex = 0
  /** The last clock of each track before the oldest frame that is kept. */
  readonly #clocks = new Map<TrackKind, Buffer>()
  /** Frames that were given up before they were durable. */
  dropped = 0

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax
  }

  /** What is kept now, for another recording to begin with. */
  copy(): FrameBuffer {
    const copy = new FrameBuffer(this.#bytesMax)
    copy.#frames = [...this.#frames]
    copy.#bytes = this.#bytes
    copy.#nextIndex = this.#nextIndex
    for (const [track, clock] of this.#clocks) copy.#clocks.set(track, clock)
    return copy
  }

  rtp(kind: TrackKind, packet: Buffer): void {
    this.#keep(encodeFrame({ kind, index: this.#nextIndex, packet }), null)
  }

  clock(track: TrackKind, rtpTimestamp: number, wallClockMs: number): void {
    this.#keep(
      encodeFrame({ kind: 'clock', index: this.#nextIndex, track, rtpTimestamp, wallClockMs }),
      track,
    )
  }

  /** The next frame that the present process has not been given; null when it has all. */
  next(): Buffer | null {
    const frame = this.#frames[this.#sent]
    if (!frame) return null
    this.#sent++
    return frame.bytes
  }

  /** A new process is there: it gets all that is kept again, after these. */
  rewind(): Buffer[] {
    this.#sent = 0
    return [...this.#clocks.values()]
  }

  /** Frames before this index are durable. */
  settle(index: number): void {
    const found = this.#frames.findIndex((frame) => frame.index >= index)
    this.#forget(found < 0 ? this.#frames.length : found)
  }

  /** What tells the present process that no more comes, once it has been given all. */
  cut(): Buffer {
    return encodeFrame({ kind: 'cut', index: this.#nextIndex })
  }

  /** Gives up all that is kept. */
  clear(): void {
    this.dropped += this.#frames.length
    this.#forget(this.#frames.length)
  }

  #keep(bytes: Buffer, clock: TrackKind | null): void {
    this.#frames.push({ index: this.#nextIndex, bytes, clock })
    this.#nextIndex++
    this.#bytes += bytes.length
    if (this.#bytes <= this.#bytesMax) return
    // A tenth at once, so that a full buffer is not shifted for every packet.
    let count = 0
    for (let over = this.#bytesMax / 10; over > 0 && count < this.#frames.length; count++)
      over -= this.#frames[count]?.bytes.length ?? 0
    this.dropped += count
    this.#forget(count)
  }

  #forget(count: number): void {
    for (const frame of this.#frames.splice(0, count)) {
      this.#bytes -= frame.bytes.length
      if (frame.clock) this.#clocks.set(frame.clock, frame.bytes)
    }
    this.#sent = Math.max(0, this.#sent - count)
  }
}
