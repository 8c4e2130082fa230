import { useState } from 'react'
import { useTranslation } from 'react-i18next'
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

/** Goes to the page that begins with a day: nobody has to leaf through a year. */
export function DayForm({ beforeMs, path }: DayFormProps) {
  const { t } = useTranslation()
  const [day, setDay] = useState(() => dayBefore(beforeMs))
  return (
    <form
      className="day-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const endMs = endOfDay(day)
        if (endMs !== null) navigate(`${path}/${endMs}`)
      }}
    >
      <Field
        label={t('earlier.day')}
        type="date"
        value={day}
        onChange={(event) => setDay(event.target.value)}
      />
      <Button type="submit">{t('earlier.show')}</Button>
    </form>
  )
}
