import { describe, expect, it } from 'vitest'
import { TrackClock } from './track-clock.ts'

const rateHz = 90_000
const startMs = 1_800_000_000_000

/** A camera whose clock runs fast by `ppm`, reporting each second with some jitter. */
function follow(
  ppm: number,
  seconds: number,
  jitterMs: (second: number) => number,
): { worstMs: number; leastStepMs: number } {
  const clock = new TrackClock(rateHz)
  const first = 0xffff_ff00
  let worstMs = 0
  let leastStepMs = Infinity
  let lastMs = -Infinity
  for (let frame = 0; frame < seconds * 25; frame++) {
    const trueMs = startMs + frame * 40
    const rtp = (first + Math.round((frame * 40 * rateHz * (1 + ppm / 1e6)) / 1000)) >>> 0
    if (frame % 25 === 0) clock.report(rtp, trueMs + jitterMs(frame / 25))
    const timeMs = clock.timeOf(rtp) ?? Number.NaN
    worstMs = Math.max(worstMs, Math.abs(timeMs - trueMs))
    leastStepMs = Math.min(leastStepMs, timeMs - lastMs)
    lastMs = timeMs
  }
  return { worstMs, leastStepMs }
}

describe('TrackClock', () => {
  it.each([100, -100, 0, 500])('stays on the wall clock for two hours with a clock %i ppm fast', (ppm) => {
    const { worstMs, leastStepMs } = follow(ppm, 7200, () => 0)
    expect(worstMs).toBeLessThan(3)
    expect(leastStepMs).toBeGreaterThan(39.9)
  })

  it('hardly moves with jitter in the reports', () => {
    const { worstMs, leastStepMs } = follow(100, 1200, (second) =>
      second === 0 ? 0 : ((second * 7919) % 21) - 10,
    )
    expect(worstMs).toBeLessThan(10)
    expect(leastStepMs).toBeGreaterThan(39.9)
  })

  it('knows no time before the first report', () => {
    expect(new TrackClock(rateHz).timeOf(0)).toBeNull()
  })

  it('jumps where the clock was set, and says so', () => {
    const clock = new TrackClock(rateHz)
    expect(clock.report(0, startMs)).toBe(false)
    expect(clock.report(rateHz, startMs + 1000)).toBe(false)
    expect(clock.report(2 * rateHz, startMs + 5000)).toBe(true)
    expect(clock.timeOf(2 * rateHz)).toBe(startMs + 5000)
  })

  it('goes on over the wrap of the timestamp', () => {
    const clock = new TrackClock(rateHz)
    clock.report(0xffff_ffff - rateHz + 1, startMs)
    expect(clock.timeOf(rateHz)).toBeCloseTo(startMs + 2000, 6)
  })
})
