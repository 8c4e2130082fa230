import { describe, expect, test } from 'vitest'
import { clockFormat, dateFormat, dayText, hourText } from './date-format.ts'

const ms = new Date(2026, 10, 5, 14, 3, 9).getTime()

describe('dateFormat()', () => {
  test.for([
    ['kk', 'minute', '05.11.2026, 14:03'],
    ['kk', 'second', '05.11.2026, 14:03:09'],
    ['ru', 'minute', '5 нояб. 2026 г., 14:03'],
    ['en', 'second', 'Nov 5, 2026, 14:03:09'],
  ] as const)('in %s to the %s', ([language, precision, text]) => {
    expect(dateFormat(language, precision).format(ms)).toBe(text)
  })
})

test.for([
  ['kk', '05.11.2020', '14:03'],
  ['ru', '5 нояб. 2020 г.', '14:03'],
  ['en', 'Nov 5, 2020', '14:03'],
])('dayText() and hourText() in %s', ([language, day, hour]) => {
  const longAgoMs = new Date(2020, 10, 5, 14, 3).getTime()
  expect([dayText(longAgoMs, language), hourText(longAgoMs, language)]).toEqual([day, hour])
})

test.for(['kk', 'ru', 'en'])('clockFormat() in %s', (language) => {
  expect(clockFormat(language).format(ms)).toBe('14:03:09')
})
