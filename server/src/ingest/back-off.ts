import type { FeedFault } from '../protocol/feed.ts'

const firstMs = 500
const longestMs = 10_000
/** A run that lasted this long was a good one: its end begins a new row of tries. */
const provedMs = 10_000
/** A local process is back in a moment; a camera takes its time. */
const localFirstMs = 50

/** Faults that do not mend without a person. They are tried again slowly, so that a mended camera comes back alone. */
const lasting: ReadonlySet<FeedFault> = new Set([
  'wrong_password',
  'wrong_path',
  'bad_settings',
  'unsupported_codec',
  'bad_file',
])

export function isLasting(fault: FeedFault): boolean {
  return lasting.has(fault)
}

/** How long to wait before the next try: 0.5 s doubling to 10 s. */
export class BackOff {
  #nextMs = firstMs
  #failures = 0

  /** `liveMs`: how long the run that has just ended was live, 0 when it never was. */
  delayMs(fault: FeedFault, liveMs: number): number {
    if (liveMs >= provedMs) {
      this.#nextMs = firstMs
      this.#failures = 0
    }
    if (isLasting(fault)) return longestMs
    if (fault === 'ffmpeg_ended' && liveMs > 0 && this.#failures++ === 0) return localFirstMs
    const delayMs = this.#nextMs
    this.#nextMs = Math.min(longestMs, delayMs * 2)
    return delayMs
  }
}
