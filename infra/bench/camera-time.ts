import type { Findings } from './findings.ts'

/** The clock of a camera that runs fast: right at its start, ms since the epoch, and from then on ahead by so much. */
export interface CameraClock {
  startMs: number
  driftPpm: number
}

/** A strip tells whole ms, so a frame's time is found a little beside its multiple. */
const frameEveryMs = 40
const stripTolerance = 1.5

/**
 * The same findings, as a clock beside the camera's would have timed them: the camera takes its frames, flashes and
 * beeps by its own clock, while the strip tells true UTC.
 */
export function inCameraTime(found: Findings, { startMs, driftPpm }: CameraClock): Findings {
  if (driftPpm === 0) return found
  const camera = (utcMs: number): number => utcMs + ((utcMs - startMs) * driftPpm) / 1e6
  const captured = (utcMs: number): number => {
    const nearest = Math.round(camera(utcMs) / frameEveryMs) * frameEveryMs
    return Math.abs(camera(utcMs) - nearest) <= stripTolerance ? nearest : camera(utcMs)
  }
  return {
    frames: found.frames.map((frame) => ({
      ...frame,
      shownMs: camera(frame.shownMs),
      submittedMs: camera(frame.submittedMs),
      capturedMs: frame.capturedMs === null ? null : captured(frame.capturedMs),
    })),
    beeps: found.beeps.map(({ heardMs }) => ({ heardMs: camera(heardMs) })),
    clicks: found.clicks.map(camera),
    estimates: found.estimates.map(({ heardMs, offsetMs }) => ({ heardMs: camera(heardMs), offsetMs })),
  }
}
