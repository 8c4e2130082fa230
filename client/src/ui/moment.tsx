import { useTranslation } from 'react-i18next'
import { dateFormat } from '../i18n/date-format.ts'

/** A day and time, as the language of the pages writes it and the device's clock is set. */
export function Moment({ ms }: { ms: number }) {
  const { i18n } = useTranslation()
  const text = dateFormat(i18n.resolvedLanguage ?? 'en', 'minute').format(ms)
  return (
    <time className="moment" dateTime={new Date(ms).toISOString()}>
      {text}
    </time>
  )
}
