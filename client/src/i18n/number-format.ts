/**
 * The language whose numbers a browser is asked for. Kazakh numbers are written as Russian ones are, `12 345,6`; Chromium claims to
 * know Kazakh, and writes `12,345.6`.
 */
export const numbersOf = (language: string | undefined): string =>
  language === 'kk' ? 'ru' : (language ?? 'en')

/** A format of numbers in the language of the pages. */
export const numberFormat = (
  language: string | undefined,
  options?: Intl.NumberFormatOptions,
): Intl.NumberFormat => new Intl.NumberFormat(numbersOf(language), options)
