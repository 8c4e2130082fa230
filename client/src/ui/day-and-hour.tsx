import { useTranslation } from 'react-i18next'
import { dayText, hourText, isToday } from '../i18n/date-format.ts'

/** When something is planned, for lists: the hour, and above it the day where it is not today. */
export function DayAndHour({ ms }: { ms: number }) {
  const { i18n } = useTranslation()
  const language = i18n.resolvedLanguage
  return (
    <time className="day-and-hour" dateTime={new Date(ms).toISOString()}>
      {isToday(ms) ? null : <span className="day-and-hour__day">{dayText(ms, language)}</span>}
      {hourText(ms, language)}
    </time>
  )
}
