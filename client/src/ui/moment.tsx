import { useTranslation } from 'react-i18next'

/** A day and time, as the language of the pages writes it and the device's clock is set. */
export function Moment({ ms }: { ms: number }) {
  const { i18n } = useTranslation()
  return <time dateTime={new Date(ms).toISOString()}>{momentText(ms, i18n.resolvedLanguage)}</time>
}

export function momentText(ms: number, language: string | undefined): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(ms)
}
