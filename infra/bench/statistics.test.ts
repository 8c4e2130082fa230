import { expect, test } from 'vitest'
import { percentile, summarise } from './statistics.ts'

test.each([
  { name: 'the middle of an odd series', values: [30, 10, 20], share: 0.5, expected: 20 },
  { name: 'the lower middle of an even one', values: [40, 10, 20, 30], share: 0.5, expected: 20 },
  {
    name: 'p95 of a hundred',
    values: Array.from({ length: 100 }, (_, i) => i + 1),
    share: 0.95,
    expected: 95,
  },
  { name: 'p95 of a few is the largest', values: [1, 2, 3], share: 0.95, expected: 3 },
  { name: 'the smallest for none', values: [5, 4], share: 0, expected: 4 },
])('percentile() gives $name', ({ values, share, expected }) => {
  expect(percentile(values, share)).toBe(expected)
})

test('percentile() sorts by value, not as text, and leaves the series as it was', () => {
  const values = [100, 9, 20]
  expect(percentile(values, 1)).toBe(100)
  expect(values).toEqual([100, 9, 20])
})

test('summarise() tells an empty series from one of zeros', () => {
  expect(summarise([])).toBeNull()
  expect(summarise([0, 0])).toEqual({ p50: 0, p95: 0, min: 0, max: 0, n: 2 })
})
