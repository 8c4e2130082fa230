import { expect, test } from 'vitest'
import { inCameraTime } from './camera-time.ts'
import { lipSync } from './findings.ts'

test('inCameraTime() finds flash and beep of a camera whose clock has run 100 ms ahead', () => {
  // 1000 s at 100 ppm: the camera's 1 002 000 ms is 1 001 899.81 ms of UTC.
  const found = {
    frames: [{ element: 1, shownMs: 1_001_980, submittedMs: 1_001_970, capturedMs: 1_001_900 }],
    beeps: [{ heardMs: 1_002_010 }],
    clicks: [1_000_000],
    estimates: [],
  }
  const [sync] = lipSync(inCameraTime(found, { startMs: 0, driftPpm: 100 }))
  expect(sync?.offsetMs).toBeCloseTo(30, 0)
  expect(lipSync(found)).toEqual([])
})
