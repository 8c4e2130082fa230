import { describe, expect, test } from 'vitest'
import { missedWords } from '../watch/missed-words.ts'
import { followMissed, nothingMissed, type MissedSample } from './missed-time.ts'

/** What is told, and at which sample, ms. */
function told(samples: readonly MissedSample[]): { atMs: number; missedMs: number }[] {
  let time = nothingMissed
  return samples.flatMap((sample) => {
    const followed = followMissed(time, sample)
    time = followed.time
    return followed.missedMs === null ? [] : [{ atMs: sample.atMs, missedMs: followed.missedMs }]
  })
}

const at = (atMs: number, soundS: number | null, more: Partial<MissedSample> = {}): MissedSample => ({
  atMs,
  onAir: true,
  giving: true,
  soundS,
  frames: 0,
  playedS: null,
  ...more,
})

describe('followMissed()', () => {
  test('tells of a tunnel when the picture is there again, once', () => {
    const tunnel = Array.from({ length: 80 }, (_, second) => at(3000 + second * 1000, 2))
    expect(told([at(0, 0), at(1000, 1), at(2000, 2), ...tunnel, at(83_000, 0.9), at(84_000, 1.9)])).toEqual([
      { atMs: 83_000, missedMs: 80_000 },
    ])
  })

  test('tells of the sleep of a device, in which nothing is sampled', () => {
    expect(told([at(0, 0), at(1000, 1), at(91_000, 1), at(92_000, 1), at(93_000, 0.5)])).toEqual([
      { atMs: 93_000, missedMs: 91_000 },
    ])
  })

  test('tells nothing where a hidden page has slow timers while the sound goes on', () => {
    expect(told([at(0, 0), at(1000, 1), at(61_000, 61), at(62_000, 62)])).toEqual([])
  })

  test('counts by pictures where there is no sound, and by the element where neither is counted', () => {
    const frames = [0, 25, 1525, 1550].map((count, i) =>
      at([0, 1000, 61_000, 62_000][i] ?? 0, null, { frames: count }),
    )
    expect(told(frames)).toEqual([])
    const played = [1, 2, 62, 63].map((playedS, i) =>
      at([0, 1000, 61_000, 62_000][i] ?? 0, null, { playedS }),
    )
    expect(told(played)).toEqual([])
  })

  test.for([
    { name: 'a stutter', samples: [at(0, 0), at(1000, 1), at(2000, 1), at(3000, 1), at(4000, 2)] },
    {
      name: 'a failure of the courtroom',
      samples: [
        at(0, 0),
        at(1000, 1),
        ...[2, 3, 4, 5, 6, 7].map((s) => at(s * 1000, 1, { giving: false })),
        at(8000, 2),
      ],
    },
    {
      name: 'a recess',
      samples: [at(0, 0), at(1000, 1), at(2000, 1, { onAir: false }), at(90_000, 1), at(91_000, 2)],
    },
    {
      name: 'the wait for the first picture',
      samples: [at(0, 0), at(60_000, 0), at(61_000, 1), at(62_000, 2)],
    },
  ])('does not call $name missed', ({ samples }) => {
    expect(told(samples)).toEqual([])
  })
})

describe('missedWords()', () => {
  test.for([
    { missedMs: 4_400, words: { unit: 'seconds', values: { seconds: 4 } } },
    { missedMs: 59_700, words: { unit: 'minutes', values: { minutes: 1, seconds: 0 } } },
    { missedMs: 80_000, words: { unit: 'minutes', values: { minutes: 1, seconds: 20 } } },
    { missedMs: 3_599_600, words: { unit: 'hours', values: { hours: 1, minutes: 0 } } },
    { missedMs: 7_500_000, words: { unit: 'hours', values: { hours: 2, minutes: 5 } } },
  ])('say $missedMs ms in two units at most', ({ missedMs, words }) => {
    expect(missedWords(missedMs)).toEqual(words)
  })
})
