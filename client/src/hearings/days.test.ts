import { expect, test } from 'vitest'
import { dayBefore, endOfDay } from './days.ts'

test('a day ends where the next begins, by the clocks of the device', () => {
  expect(endOfDay('2026-11-25')).toBe(new Date(2026, 10, 26).getTime())
  expect(endOfDay('2028-02-28')).toBe(new Date(2028, 1, 29).getTime())
})

test('the day that a page begins with is the one that it was asked for', () => {
  for (const day of ['2026-11-25', '2027-01-01', '2026-03-29'])
    expect(dayBefore(endOfDay(day) ?? 0)).toBe(day)
  expect(dayBefore(new Date(2026, 10, 25, 10, 30).getTime())).toBe('2026-11-25')
})

test.for(['', 'tomorrow', '0001-01-01'])('%j is no day to ask for', (day) => {
  expect(endOfDay(day)).toBeNull()
})
