/**
 * When to ask for a live playlist. A player that asks each target duration, as RFC 8216 (6.3.4) has it, learns of a
 * segment at a random moment of the next one's life, and must lag by up to a segment more. So: ask when the next
 * segment is due by the last one's appearance, and if it is late, again shortly, with back-off.
 */
export interface PlaylistPace {
  /** How long to wait before asking, ms. */
  waitMs(nowMs: number): number
  /** Takes an answer; whether it has a segment more than the last one. */
  observe(playlist: string, nowMs: number): boolean
  /** Whether an unchanged playlist has been asked for in vain for so long that the caller should hear of it. */
  isStale(nowMs: number): boolean
}

/** Asked a little before it is due, so that a phase that was learnt too late corrects itself; ms. */
const earlyMs = 30
const firstRepeatMs = 120
const maxRepeatMs = 2000
/** Repeats before the waits begin to grow: enough to find the phase of 2 s segments at the start. */
const evenRepeats = 18

export function createPlaylistPace(): PlaylistPace {
  let newest = ''
  let seenAtMs = 0
  let durationMs = 0
  /** The appearance of a segment was waited for: `seenAtMs` is its time, not only some time after it. */
  let phaseKnown = false
  let repeats = 0

  return {
    waitMs(nowMs) {
      if (newest === '') return 0
      if (repeats > 0) return Math.min(firstRepeatMs * 2 ** Math.max(0, repeats - evenRepeats), maxRepeatMs)
      return phaseKnown ? Math.max(0, seenAtMs + durationMs - earlyMs - nowMs) : firstRepeatMs
    },
    observe(playlist, nowMs) {
      const segments = [...playlist.matchAll(/^#EXTINF:([\d.]+).*(?:\r?\n#.*)*\r?\n(\S+)/gm)]
      const [, duration, uri] = segments.at(-1) ?? []
      if (uri === undefined || uri === newest) {
        repeats++
        return false
      }
      phaseKnown = repeats > 0 || (phaseKnown && nowMs - seenAtMs < durationMs * 1.5)
      newest = uri
      seenAtMs = nowMs
      durationMs = Number(duration) * 1000
      repeats = 0
      return true
    },
    isStale: (nowMs) => nowMs - seenAtMs > 3 * durationMs,
  }
}
