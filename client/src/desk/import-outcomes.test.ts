import { expect, test } from 'vitest'
import { outcomesOf } from './import-outcomes.ts'

test('outcomesOf() counts what the rows come to', () => {
  const rows = [
    { row: 2, email: 'a@example.kz', outcome: 'invited' },
    { row: 3, email: 'b@example.kz', outcome: 'unchanged' },
    { row: 4, email: 'c@example.kz', outcome: 'invited' },
  ] as const
  expect(outcomesOf([...rows])).toEqual([
    { outcome: 'invited', count: 2 },
    { outcome: 'unchanged', count: 1 },
  ])
  expect(outcomesOf([])).toEqual([])
})
