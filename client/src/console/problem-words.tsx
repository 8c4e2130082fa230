import { useTranslation } from 'react-i18next'
import { Notice } from '../ui/notice.tsx'
import type { Problem } from './problems.ts'

/** What is wrong, and what to do about it. */
export function ProblemWords({ problem }: { problem: Problem }) {
  const { t } = useTranslation()
  if (problem.of === 'press')
    return (
      <Notice
        tone="bad"
        what={t(`desk.alarm.${problem.alarm}`)}
        next={t(`console.alarmNext.${problem.alarm}`)}
      />
    )
  if (problem.of === 'recording')
    return (
      <Notice
        tone="warn"
        what={t(`recording.${problem.state}`)}
        next={t(`console.recordingNext.${problem.state}`)}
      />
    )
  if (problem.fault === 'slow')
    return <Notice tone="warn" what={t('console.slow.what')} next={t('console.slow.next')} />
  return (
    <Notice
      tone="warn"
      what={t(`fault.${problem.fault}.what`)}
      next={t(`console.faultNext.${problem.fault}`)}
    />
  )
}
