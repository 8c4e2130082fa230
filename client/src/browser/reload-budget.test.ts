import { expect, test } from 'vitest'
import { createReloadBudget } from './reload-budget.ts'

const minuteMs = 60_000

function shelf() {
  let kept: string | null = null
  return { read: () => kept, write: (value: string) => void (kept = value) }
}

test('a page loads itself anew each few minutes at most, over all its loads', () => {
  const kept = shelf()
  expect(createReloadBudget(kept).spend(0)).toBe(true)
  expect(createReloadBudget(kept).spend(minuteMs)).toBe(false)
  expect(createReloadBudget(kept).spend(5 * minuteMs)).toBe(true)
  expect(createReloadBudget(kept).count(5 * minuteMs)).toBe(2)
})

test('and no more than 24 times a day', () => {
  const budget = createReloadBudget(shelf())
  for (let n = 0; n < 24; n++) expect(budget.spend(n * 6 * minuteMs)).toBe(true)
  expect(budget.spend(24 * 6 * minuteMs)).toBe(false)
  expect(budget.spend(24 * 60 * minuteMs)).toBe(true)
})

test('a clock that was set back, or nonsense on the shelf, does not keep it from being mended', () => {
  const kept = shelf()
  kept.write('{')
  expect(createReloadBudget(kept).spend(100 * minuteMs)).toBe(true)
  expect(createReloadBudget(kept).spend(0)).toBe(true)
})
