import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dayText } from '../i18n/date-format.ts'
import { navigate } from '../route.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import './day-form.css'
import { dayBefore, endOfDay } from './days.ts'

export interface DayFormProps {
  /** What the page shows was over before, ms since the epoch. */
  beforeMs: number
  /** Where the pages of earlier hearings have their addresses. */
  path: string
}

/**
 * Goes to the page that begins with a day: nobody has to leaf through a year. Browsers write the day as their own settings say: below
 * it stands what was entered as the pages write it.
 */
export function DayForm({ beforeMs, path }: DayFormProps) {
  const { t, i18n } = useTranslation()
  const [day, setDay] = useState(() => dayBefore(beforeMs))
  const endMs = endOfDay(day)
  return (
    <form
      className="day-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (endMs !== null) navigate(`${path}/${endMs}`)
      }}
    >
      <Field
        label={t('earlier.day')}
        type="date"
        hint={endMs === null ? '\u00a0' : dayText(endMs - 1, i18n.resolvedLanguage)}
        value={day}
        onChange={(event) => setDay(event.target.value)}
      />
      <Button type="submit">{t('earlier.show')}</Button>
    </form>
  )
}
