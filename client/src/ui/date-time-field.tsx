import { useTranslation } from 'react-i18next'
import { dateFormat } from '../i18n/date-format.ts'
import { Field, type FieldProps } from './field.tsx'

export interface DateTimeFieldProps extends Omit<FieldProps, 'type' | 'hint' | 'value'> {
  /** As `<input type="datetime-local">` has it: this device's local time; empty: none. */
  value: string
}

/**
 * A day and a time. Browsers write it as their own settings say, month first or day first: below it stands what was entered as
 * the pages write it, with the time zone.
 */
export function DateTimeField({ value, ...field }: DateTimeFieldProps) {
  const { t, i18n } = useTranslation()
  const ms = new Date(value).getTime()
  const zone = zoneAt(Number.isNaN(ms) ? undefined : ms)
  const hint = Number.isNaN(ms)
    ? t('desk.zone', { zone })
    : `${dateFormat(i18n.resolvedLanguage, 'minute').format(ms)} (${zone})`
  return <Field {...field} type="datetime-local" value={value} hint={hint} />
}

/** This device's at that time, or now, as an offset: `GMT+5`. */
const zoneAt = (ms: number | undefined): string =>
  new Intl.DateTimeFormat('en', { timeZoneName: 'shortOffset' })
    .formatToParts(ms)
    .find(({ type }) => type === 'timeZoneName')?.value ?? ''
