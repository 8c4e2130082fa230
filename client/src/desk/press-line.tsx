import { useTranslation } from 'react-i18next'
import { Status, type StatusTone } from '../ui/status.tsx'
import { healthOf, type AttendanceCounts, type Health } from './attendance-model.ts'

const toneOf: Record<Health, StatusTone> = {
  nobody: 'quiet',
  all: 'good',
  allWhoTell: 'good',
  unknown: 'quiet',
  alarm: 'bad',
}

/** In one line, near the buttons, whether the press can see and hear. Its place is kept while it is not known. */
export function PressLine({ view }: { view: AttendanceCounts | null }) {
  const { t } = useTranslation()
  if (view === null) return <p>{'\u00a0'}</p>
  const health = healthOf(view)
  const { watching, seeing, hearing, alarm } = view
  const sees = t('desk.countOf', { n: seeing, of: watching })
  const hears = t('desk.countOf', { n: hearing, of: watching })
  return (
    <p>
      <Status tone={toneOf[health]}>
        {health === 'alarm' && alarm !== null
          ? `${t(`desk.alarm.${alarm}`)} (${t('desk.pressCounts', { sees, hears })})`
          : health === 'nobody'
            ? t('desk.health.nobody')
            : t('desk.pressCounts', { sees, hears })}
      </Status>
    </p>
  )
}
