import type { Clock } from './source.ts'

/**
 * UTC with the resolution of the monotonic clock, for timestamps of media. It never goes backwards, and follows the
 * host's own clock slowly (500 ppm) where NTP slews that; a step of the host's clock of more than a second is taken
 * at once, since media dated by the wrong hour would be worse than one seam.
 */
export function createSystemClock(): Clock {
  const stepMs = 1000
  const slewPpm = 500
  let offsetMs = performance.timeOrigin
  let checkedAtMs = performance.now()
  let lastMs = 0

  return {
    nowMs(): number {
      const monotonicMs = performance.now()
      const sinceCheckMs = monotonicMs - checkedAtMs
      if (sinceCheckMs >= 1000) {
        const errorMs = Date.now() - (monotonicMs + offsetMs)
        const slewMs = (sinceCheckMs * slewPpm) / 1e6
        // Date.now() is whole milliseconds: half of one is its rounding, not an error.
        const truncatedMs = errorMs + 0.5
        if (Math.abs(errorMs) > stepMs) offsetMs += errorMs
        else if (Math.abs(truncatedMs) > 1)
          offsetMs += Math.sign(truncatedMs) * Math.min(slewMs, Math.abs(truncatedMs))
        checkedAtMs = monotonicMs
      }
      lastMs = Math.max(lastMs, monotonicMs + offsetMs)
      return lastMs
    },
  }
}
