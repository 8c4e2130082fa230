import { expect, test } from 'vitest'
import { elapsedOf } from './elapsed.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

test.for([
  [-5000, { unit: 's', s: 0 }],
  [59_999, { unit: 's', s: 59 }],
  [minuteMs, { unit: 'm', m: 1, s: 0 }],
  [59 * minuteMs + 59_000, { unit: 'm', m: 59, s: 59 }],
  [hourMs + 2 * minuteMs + 9000, { unit: 'h', h: 1, m: 2 }],
  [24 * hourMs, { unit: 'd', d: 1, h: 0 }],
  [50 * hourMs, { unit: 'd', d: 2, h: 2 }],
] as const)('elapsedOf(%i)', ([ms, expected]) => {
  expect(elapsedOf(ms)).toEqual(expected)
})
