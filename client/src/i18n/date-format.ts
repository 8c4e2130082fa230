import { numbersOf } from './number-format.ts'

export interface DateFormat {
  format(ms: number): string
}

/**
 * Formats of a day and time, and of a time alone, in the language of the pages; all of them of 24 hours, as courts write
 * them. Browsers know no Kazakh names of months (Chromium writes `2026 M11 25`), so Kazakh dates are written in
 * digits, which they are in Kazakhstan in the same way as in Russian. A line may break before the time, not within the day.
 */
export function dateFormat(language: string | undefined, precision: 'minute' | 'second'): DateFormat {
  const format = plainDateFormat(language, precision)
  return { format: (ms) => unbroken(format.format(ms)).replace(',\u00a0', ', ') }
}

function plainDateFormat(language: string | undefined, precision: 'minute' | 'second'): Intl.DateTimeFormat {
  const timeStyle = precision === 'second' ? 'medium' : 'short'
  if (language !== 'kk')
    return new Intl.DateTimeFormat(datesOf(language), { dateStyle: 'medium', timeStyle, hourCycle: 'h23' })
  const digits = '2-digit' as const
  return new Intl.DateTimeFormat('ru', {
    day: digits,
    month: digits,
    year: 'numeric',
    hour: digits,
    minute: digits,
    ...(precision === 'second' ? { second: digits } : {}),
  })
}

/** The day goes before the month in English too, as in the other languages of the country. */
const datesOf = (language: string | undefined): string | undefined => (language === 'en' ? 'en-GB' : language)

const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0')

/** Hours, minutes and seconds. */
export const clockFormat = (language: string | undefined): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(numbersOf(language), { timeStyle: 'medium', hourCycle: 'h23' })

/** Hours and minutes for a time of today, with its day for any other. */
export function timeText(ms: number, language: string | undefined): string {
  return isToday(ms) ? hourText(ms, language) : dateFormat(language, 'minute').format(ms)
}

export const isToday = (ms: number): boolean => new Date(ms).toDateString() === new Date().toDateString()

/** A day without its time; of this year without the year. */
export function dayText(ms: number, language: string | undefined): string {
  const isOfThisYear = new Date(ms).getFullYear() === new Date().getFullYear()
  const year = isOfThisYear ? {} : ({ year: 'numeric' } as const)
  const format =
    language === 'kk'
      ? new Intl.DateTimeFormat('ru', { day: '2-digit', month: '2-digit', ...year })
      : new Intl.DateTimeFormat(datesOf(language), { day: 'numeric', month: 'short', ...year })
  return unbroken(format.format(ms))
}

/** Hours and minutes. */
export function hourText(ms: number, language: string | undefined): string {
  return new Intl.DateTimeFormat(numbersOf(language), {
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(ms)
}
