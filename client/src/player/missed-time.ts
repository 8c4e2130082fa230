/** What a viewer has got of a hearing so far, seen at one time. */
export interface MissedSample {
  /** Wall clock, ms since the epoch: it goes on while a device sleeps. */
  atMs: number
  /** The hearing is on the air: what comes after a recess is no return. */
  onAir: boolean
  /** As far as is known, the courtroom gives something that could be missed. */
  giving: boolean
  /** Sound that came, pictures that were decoded, and where the element stands: each counts from nothing anew with each run. */
  soundS: number | null
  frames: number
  playedS: number | null
}

export interface MissedTime {
  /** Null before the first sample. */
  last: MissedSample | null
  /** Something has come: before that, nothing is missed but waited for. */
  begun: boolean
  /** What has not come since something did, ms. */
  gapMs: number
}

export const nothingMissed: MissedTime = { last: null, begun: false, gapMs: 0 }

/** Less than that is a stutter that one has seen oneself, ms. */
export const tellFromMs = 4_000
/** Two samples so far apart, ms: the device slept, or the page was frozen. */
const sleptMs = 3_000
/** Cameras' usual rate: how much time pictures stand for where there is no sound to count by. */
const framesPerSecond = 25

/**
 * Takes one more sample. `missedMs` is what was missed, once what comes comes again; null otherwise. What the court itself did not
 * give is not missed.
 */
export function followMissed(
  before: MissedTime,
  sample: MissedSample,
): { time: MissedTime; missedMs: number | null } {
  const { last } = before
  if (last === null || !sample.onAir || !last.onAir)
    return { time: { last: sample, begun: sample.onAir && before.begun, gapMs: 0 }, missedMs: null }
  const cameS = Math.max(
    grown(last.soundS, sample.soundS),
    grown(last.frames, sample.frames) / framesPerSecond,
    grown(last.playedS, sample.playedS),
  )
  const elapsedMs = Math.max(0, sample.atMs - last.atMs)
  if (!sample.giving && cameS === 0) return { time: { ...before, last: sample }, missedMs: null }
  if (!before.begun) return { time: { last: sample, begun: cameS > 0, gapMs: 0 }, missedMs: null }
  if (elapsedMs > sleptMs) {
    // Told with the next sample, when it is known that it goes on.
    const gapMs = before.gapMs + Math.max(0, elapsedMs - cameS * 1000)
    return { time: { last: sample, begun: true, gapMs }, missedMs: null }
  }
  if (cameS === 0)
    return { time: { last: sample, begun: true, gapMs: before.gapMs + elapsedMs }, missedMs: null }
  return {
    time: { last: sample, begun: true, gapMs: 0 },
    missedMs: before.gapMs >= tellFromMs ? before.gapMs : null,
  }
}

/** By how much a count has grown; one that began anew has grown by what it is. */
function grown(before: number | null, now: number | null): number {
  if (now === null) return 0
  return before === null || now < before ? now : now - before
}
