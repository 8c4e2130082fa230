import type { PlayerReport } from '@press-gallery/server/protocol/attendance'
import type { PlaybackPath } from './playback.ts'
import type { DecodedSound } from './player-sound.ts'

/** What a player has shown and decoded, read at one moment; counts are since the beginning of its run. */
export interface ReportSample {
  atMs: number
  /** Null: nothing is in sight. */
  path: PlaybackPath | null
  /** Which run of a path it is: another one counts from nothing. */
  run: number
  framesShown: number
  framesDecoded: number
  /** False: nobody sees the page, so that nothing can be shown, and what is decoded counts. */
  seen: boolean
  sound: DecodedSound | null
  /** As `PlaybackStats` has it. */
  soundReceivedS: number | null
  /** Since the player began. */
  stalls: number
  unmuted: boolean
}

/** What came between two moments. */
export function reportBetween(earlier: ReportSample, later: ReportSample): PlayerReport {
  const isSame = earlier.path === later.path && earlier.run === later.run
  const receivedBeforeS = isSame ? (earlier.soundReceivedS ?? 0) : 0
  const count = later.seen ? 'framesShown' : 'framesDecoded'
  return {
    path: later.path ?? 'none',
    frames: within(later[count] - (isSame ? earlier[count] : 0), 100_000),
    soundLevel: soundLevel(earlier.sound, later.sound),
    ...(later.soundReceivedS === null
      ? {}
      : { soundMs: within((later.soundReceivedS - receivedBeforeS) * 1000, 600_000) }),
    stalls: within(later.stalls - earlier.stalls, 10_000),
    overMs: within(later.atMs - earlier.atMs, 600_000),
    unmuted: later.unmuted,
  }
}

/** Root mean square, 0 to 1; null where it can't be known. */
function soundLevel(earlier: DecodedSound | null, later: DecodedSound | null): number | null {
  if (later === null) return null
  const durationS = later.durationS - (earlier?.durationS ?? 0)
  if (durationS <= 0) return null
  return Math.min(1, Math.sqrt(Math.max(0, later.energy - (earlier?.energy ?? 0)) / durationS))
}

function within(count: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(count)))
}
