import { timestampDistance } from '../rtp/wrapping.ts'

/** Where the first timestamp of a stage comes to lie: room for frames that are older, such as B-frames. */
const startMs = 10_000

/** Timestamps of 32 bits that wrap, as milliseconds that go on, from `startMs`. */
export class TimestampLine {
  readonly #ticksPerMs: number
  #last: { timestamp: number; ticks: number } | null = null

  constructor(clockRateHz: number) {
    this.#ticksPerMs = clockRateHz / 1000
  }

  /** null before the first timestamp has been followed. */
  timeMsOf(timestamp: number): number | null {
    return this.#last && this.#toMs(this.#last.ticks + timestampDistance(this.#last.timestamp, timestamp))
  }

  /** As `timeMsOf`, for the timestamps of the stream in their order. */
  follow(timestamp: number): number {
    const ticks = this.#last ? this.#last.ticks + timestampDistance(this.#last.timestamp, timestamp) : 0
    this.#last = { timestamp, ticks }
    return this.#toMs(ticks)
  }

  #toMs(ticks: number): number {
    return startMs + ticks / this.#ticksPerMs
  }
}
