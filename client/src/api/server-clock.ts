/**
 * How far this device's clock is from the server's, from the `Date` field of answers (RFC 9110, 6.6.1). The field
 * has a resolution of 1 s, so each answer only bounds the offset; the bounds of many answers meet within some tens
 * of milliseconds. Press machines have wrong clocks, and latency and token life must not depend on them.
 */
export interface ServerClock {
  /** Takes one answer: local times of sending and receiving, ms since the epoch, and the `Date` field. */
  observe(sentAtMs: number, receivedAtMs: number, dateField: string | null): void
  /** What must be added to this device's time to have the server's, ms; 0 until something was observed. */
  offsetMs(): number
}

const dateResolutionMs = 1000

export function createServerClock(): ServerClock {
  let low = -Infinity
  let high = Infinity
  return {
    observe(sentAtMs, receivedAtMs, dateField) {
      const serverMs = dateField === null ? NaN : Date.parse(dateField)
      if (Number.isNaN(serverMs)) return
      // The server stamped some instant between sending and receiving, and cut it down to the second.
      const newLow = serverMs - receivedAtMs
      const newHigh = serverMs + dateResolutionMs - sentAtMs
      if (newLow > high || newHigh < low) {
        // One of the clocks was set: what was known before is void.
        low = newLow
        high = newHigh
        return
      }
      low = Math.max(low, newLow)
      high = Math.min(high, newHigh)
    },
    offsetMs() {
      return Number.isFinite(low) && Number.isFinite(high) ? (low + high) / 2 : 0
    },
  }
}
