/**
 * Formats of a day and time, and of a time alone, in the language of the pages; all of them of 24 hours, as courts write
 * them. Browsers know no Kazakh names of months (Chromium writes `2026 M11 25`), so Kazakh dates are written in
 * digits, which they are in Kazakhstan in the same way as in Russian.
 */
export function dateFormat(
  language: string | undefined,
  precision: 'minute' | 'second',
): Intl.DateTimeFormat {
  const timeStyle = precision === 'second' ? 'medium' : 'short'
  if (language !== 'kk')
    return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle, hourCycle: 'h23' })
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

/** Hours, minutes and seconds. */
export const clockFormat = (language: string | undefined): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(language === 'kk' ? 'ru' : language, { timeStyle: 'medium', hourCycle: 'h23' })

/** Hours and minutes for a time of today, with its day for any other. */
export function timeText(ms: number, language: string | undefined): string {
  if (new Date(ms).toDateString() !== new Date().toDateString())
    return dateFormat(language, 'minute').format(ms)
  return new Intl.DateTimeFormat(language === 'kk' ? 'ru' : language, {
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(ms)
}
