import { timestampDistance } from '../rtp/wrapping.ts'

/** Where the first timestamp of a stage comes to lie: room for frames that are older, such as B-frames. */
const startMs = 10_000
/** A longer step is no gap: ffmpeg would fill it with as much silence. */
const leapMs = 3000

/** Timestamps of 32 bits that wrap, as milliseconds that go on, from `startMs`. */
export class TimestampLine {
  readonly #ticksPerMs: number
  #last: { timestamp: number; ticks: number } | null = null
  /** One timestamp far off is rubbish, two that agree are a new line. */
  #leaptTo: number | null = null

  constructor(clockRateHz: number) {
    this.#ticksPerMs = clockRateHz / 1000
  }

  /** null before the first timestamp has been followed. */
  timeMsOf(timestamp: number): number | null {
    return this.#last && this.#toMs(this.#last.ticks + timestampDistance(this.#last.timestamp, timestamp))
  }

  /**
   * As `timeMsOf`, for the timestamps of the stream in their order. `rubbish`: leave its packet out; `leapt`: the stream has begun
   * another line, which this one can't follow.
   */
  follow(timestamp: number): number | 'rubbish' | 'leapt' {
    const step = this.#last ? timestampDistance(this.#last.timestamp, timestamp) : 0
    if (this.#far(step)) {
      const before = this.#leaptTo
      this.#leaptTo = timestamp
      return before !== null && !this.#far(timestampDistance(before, timestamp)) ? 'leapt' : 'rubbish'
    }
    this.#leaptTo = null
    const ticks = this.#last ? this.#last.ticks + step : 0
    this.#last = { timestamp, ticks }
    return this.#toMs(ticks)
  }

  #far(step: number): boolean {
    return Math.abs(step) > leapMs * this.#ticksPerMs
  }

  #toMs(ticks: number): number {
    return startMs + ticks / this.#ticksPerMs
  }
}
