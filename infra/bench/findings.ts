import { z } from 'zod'

/** What the measuring script (`page/measure.ts`) brings back. All times in ms since the epoch, fractional. */
export const findings = z.object({
  frames: z.array(
    z.object({
      element: z.number(),
      shownMs: z.number(),
      submittedMs: z.number(),
      capturedMs: z.number().nullable(),
    }),
  ),
  beeps: z.array(z.object({ heardMs: z.number() })),
  clicks: z.array(z.number()),
  estimates: z.array(z.object({ heardMs: z.number(), offsetMs: z.number() })),
})
export type Findings = z.infer<typeof findings>

/** A frame that was shown and whose strip could be read. */
export interface Shown {
  shownMs: number
  capturedMs: number
}

/** Picture younger than this counts as live, ms. */
export const liveWithinMs = 200

/** The bench's camera captures at multiples of this, ms. */
const frameEveryMs = 40

/** Flash and beep come at multiples of this capture time, ms (`server/src/ingest/media/clock-strip.ts`). */
const beepEveryMs = 2000

/**
 * The readable frames in the order shown. A decoder that lacks frames shows a broken strip, and the strip's own check
 * lets one in sixteen of those pass: a time at which no frame was captured, or that is yet to come, is no time. Where one element reports the same picture twice, the script was late and read
 * the next frame's pixels for this one: the second report has the right time.
 */
export function shownFrames({ frames }: Findings): Shown[] {
  return frames.flatMap(({ element, shownMs, capturedMs }, i) => {
    if (capturedMs === null || capturedMs % frameEveryMs !== 0 || capturedMs > shownMs) return []
    const next = frames.slice(i + 1, i + 4).find((frame) => frame.element === element)
    return next?.capturedMs === capturedMs ? [] : [{ shownMs, capturedMs }]
  })
}

/** Age of each frame when shown, ms. */
export const ages = (shown: readonly Shown[]): number[] =>
  shown.map((frame) => frame.shownMs - frame.capturedMs)

export interface Join {
  /** From the click to the first readable frame, ms. */
  firstFrameMs: number
  /** How old that frame was, ms. */
  firstFrameAgeMs: number
  /** From the click to the first frame less than `liveWithinMs` old; null when there was none. */
  liveMs: number | null
  /** From the click to the first live frame that is followed by four more, none later than three frame times. */
  movingMs: number | null
  /** Frames whose capture time lies before that of a frame shown earlier. */
  backwards: number
}

const isLive = (frame: Shown): boolean => frame.shownMs - frame.capturedMs < liveWithinMs

/** What came of the last click; null when nothing was shown. */
export function joinAfterClick(found: Findings): Join | null {
  const clickMs = found.clicks.at(-1)
  if (clickMs === undefined) return null
  const shown = shownFrames(found).filter((frame) => frame.shownMs >= clickMs)
  const [first] = shown
  if (first === undefined) return null
  const live = shown.find(isLive)
  const moving = shown.find((_, i) => {
    const run = shown.slice(i, i + 5)
    return (
      run.length === 5 &&
      run.every((frame, k) => isLive(frame) && (k === 0 || frame.shownMs - (run[k - 1]?.shownMs ?? 0) <= 120))
    )
  })
  return {
    firstFrameMs: first.shownMs - clickMs,
    firstFrameAgeMs: first.shownMs - first.capturedMs,
    liveMs: live === undefined ? null : live.shownMs - clickMs,
    movingMs: moving === undefined ? null : moving.shownMs - clickMs,
    backwards: shown.filter((frame, i) => i > 0 && frame.capturedMs < (shown[i - 1]?.capturedMs ?? 0)).length,
  }
}

/** How much later a tone was heard than the frame of the same instant was shown, ms; negative when it was earlier. */
export interface LipSync {
  heardMs: number
  offsetMs: number
}

/** One value for each beep that has picture around it. */
export function lipSync(found: Findings): LipSync[] {
  const shown = shownFrames(found)
  return found.beeps.flatMap(({ heardMs }) => {
    const capturedMs = Math.floor(heardMs / beepEveryMs) * beepEveryMs
    // The flash's own frame; when the browser dropped it, its neighbours say when it would have been shown.
    const exact = shown.find((frame) => frame.capturedMs === capturedMs)
    const near =
      exact === undefined ? shown.filter((frame) => Math.abs(frame.capturedMs - capturedMs) <= 120) : [exact]
    if (near.length === 0) return []
    const ageMs = ages(near).reduce((sum, age) => sum + age, 0) / near.length
    return [{ heardMs, offsetMs: heardMs - capturedMs - ageMs }]
  })
}
