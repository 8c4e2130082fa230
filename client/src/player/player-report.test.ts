import { describe, expect, test } from 'vitest'
import { reportBetween, type ReportSample } from './player-report.ts'

const earlier: ReportSample = {
  atMs: 1_000,
  path: 'webrtc',
  run: 1,
  framesShown: 100,
  framesDecoded: 110,
  seen: true,
  sound: { energy: 1, durationS: 10 },
  soundReceivedS: 9,
  stalls: 2,
  unmuted: false,
}
const later: ReportSample = {
  ...earlier,
  atMs: 3_000,
  framesShown: 150,
  framesDecoded: 170,
  sound: { energy: 1.02, durationS: 12 },
  soundReceivedS: 10.5,
  stalls: 3,
}

describe('reportBetween()', () => {
  test('tells what came between two moments, by whatever the viewer has set', () => {
    expect(reportBetween(earlier, later)).toEqual({
      path: 'webrtc',
      frames: 50,
      soundLevel: expect.closeTo(0.1),
      soundMs: 1_500,
      stalls: 1,
      overMs: 2_000,
      unmuted: false,
    })
  })

  test.for<{ name: string; change: Partial<ReportSample>; expected: object }>([
    {
      name: 'another run counts from nothing',
      change: { run: 2, framesShown: 20 },
      expected: { frames: 20 },
    },
    {
      name: 'in a page that nobody sees, decoded frames count',
      change: { seen: false },
      expected: { frames: 60 },
    },
    {
      name: 'a path that can’t tell what came says nothing of it',
      change: { soundReceivedS: null },
      expected: { stalls: 1 },
    },
    {
      name: 'sound that can’t be measured is not known',
      change: { sound: null },
      expected: { soundLevel: null },
    },
    { name: 'nothing in sight has no path', change: { path: null }, expected: { path: 'none' } },
    { name: 'a new track never makes a count negative', change: { framesShown: 3 }, expected: { frames: 0 } },
  ])('$name', ({ change, expected }) => {
    expect(reportBetween(earlier, { ...later, ...change })).toMatchObject(expected)
  })
})
