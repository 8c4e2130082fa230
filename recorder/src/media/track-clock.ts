/** A difference above this is another clock (a source changed, the server's clock was set), not drift. */
const stepMs = 250
/** How fast the time line may run against the RTP clock: 1000 ppm is inaudible and ten times a bad crystal. */
const slewMax = 0.001
/** A difference is worked off over about this long, so that jitter in the reports moves nothing visibly. */
const slewOverMs = 4000

/**
 * Puts one track's RTP timestamps (32 bits, wrapping) on the server's time line: UTC in ms, fractional. It is anchored on
 * the first clock report and from then on runs at the RTP clock's own pace, bent by at most 1000 ppm towards the
 * later reports: a drifting camera stays in step with the wall clock, and so with its other track, without a jump.
 */
export class TrackClock {
  readonly #msPerTick: number
  #anchor: { ticks: number; ms: number } | null = null
  #slew = 0

  constructor(rateHz: number) {
    this.#msPerTick = 1000 / rateHz
  }

  /** One clock report. Answers true when the time line had to jump (never at the first report). */
  report(rtpTimestamp: number, wallClockMs: number): boolean {
    const anchor = this.#anchor
    if (!anchor) {
      this.#anchor = { ticks: rtpTimestamp, ms: wallClockMs }
      return false
    }
    const ticks = unwrap(rtpTimestamp, anchor.ticks)
    const ms = this.#at(ticks, anchor)
    const error = wallClockMs - ms
    if (Math.abs(error) > stepMs) {
      this.#anchor = { ticks, ms: wallClockMs }
      this.#slew = 0
      return true
    }
    this.#anchor = { ticks, ms }
    this.#slew = Math.max(-slewMax, Math.min(slewMax, error / slewOverMs))
    return false
  }

  /** UTC in ms, or null before the first report. */
  timeOf(rtpTimestamp: number): number | null {
    const anchor = this.#anchor
    return anchor ? this.#at(unwrap(rtpTimestamp, anchor.ticks), anchor) : null
  }

  #at(ticks: number, anchor: { ticks: number; ms: number }): number {
    return anchor.ms + (ticks - anchor.ticks) * this.#msPerTick * (1 + this.#slew)
  }
}

/** The extended timestamp nearest to `near` (RFC 3550 A.1 does the same for sequence numbers). */
function unwrap(rtpTimestamp: number, near: number): number {
  const difference = (rtpTimestamp - near) | 0
  return near + difference
}
