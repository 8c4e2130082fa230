import { describe, expect, test } from 'vitest'
import { clockFormat, dateFormat, dayText, hourText } from './date-format.ts'

const ms = new Date(2026, 10, 5, 14, 3, 9).getTime()

/** As a person reads it. */
const plain = (text: string): string => text.replaceAll(/\s/gu, ' ')

describe('dateFormat()', () => {
  test.for([
    ['kk', 'minute', '05.11.2026, 14:03'],
    ['kk', 'second', '05.11.2026, 14:03:09'],
    ['ru', 'minute', '5 нояб. 2026 г., 14:03'],
    ['en', 'second', '5 Nov 2026, 14:03:09'],
  ] as const)('in %s to the %s', ([language, precision, text]) => {
    expect(plain(dateFormat(language, precision).format(ms))).toBe(text)
  })

  test.for(['kk', 'ru', 'en'])('in %s lets a line break between day and time alone', (language) => {
    expect(dateFormat(language, 'minute').format(ms)).toMatch(/^[^ ]+, 14:03$/)
  })
})

test.for([
  ['kk', '05.11.2020', '14:03'],
  ['ru', '5 нояб. 2020 г.', '14:03'],
  ['en', '5 Nov 2020', '14:03'],
])('dayText() and hourText() in %s', ([language, day, hour]) => {
  const longAgoMs = new Date(2020, 10, 5, 14, 3).getTime()
  expect([plain(dayText(longAgoMs, language)), hourText(longAgoMs, language)]).toEqual([day, hour])
})

test.for([
  ['kk', '05.02'],
  ['ru', '5 февр.'],
  ['en', '5 Feb'],
])('dayText() in %s of a day of this year', ([language, day]) => {
  expect(plain(dayText(new Date(new Date().getFullYear(), 1, 5).getTime(), language))).toBe(day)
})

test.for(['kk', 'ru', 'en'])('clockFormat() in %s', (language) => {
  expect(clockFormat(language).format(ms)).toBe('14:03:09')
})
