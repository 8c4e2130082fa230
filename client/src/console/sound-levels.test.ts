import { expect, test } from 'vitest'
import { filledBy, judgeSound } from './sound-levels.ts'

test.for([
  [null, 'none'],
  [[], 'none'],
  [[-90, -72], 'silent'],
  [[-90, -50], 'quiet'],
  [[-90, -20], 'good'],
  [[-20, -0.4], 'loud'],
] as const)('levels of %j are %s', ([peaks, judgement]) => {
  expect(judgeSound(peaks)).toBe(judgement)
})

test('a meter is empty at its floor and full at full scale', () => {
  expect([-90, -60, -30, 0, 3].map(filledBy)).toEqual([0, 0, 0.5, 1, 1])
})
