import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { CopyLine } from '../ui/copy-line.tsx'
import { Failure } from '../ui/failure.tsx'
import { Section } from '../ui/section.tsx'
import { useTask } from '../ui/use-task.ts'
import type { AccountApi } from './account-api.ts'

/** The secret address by which a calendar program follows the hearings. */
export function CalendarSection({ api }: { api: AccountApi }) {
  const { t } = useTranslation()
  const [address, setAddress] = useState<string | null>(null)
  const task = useTask(async () => {
    const path = await api.newCalendar()
    setAddress(new URL(path, window.location.origin).href)
  })
  return (
    <Section title={t('account.calendar.title')}>
      <p>{t('account.calendar.lead')}</p>
      <Failure error={task.error} />
      {address === null ? null : (
        <>
          <CopyLine label={t('account.calendar.address')} value={address} />
          <p className="page__lead">{t('account.calendar.secret')}</p>
        </>
      )}
      <div className="page__actions">
        <Button busy={task.busy} onClick={() => void task.run()}>
          {t('account.calendar.make')}
        </Button>
      </div>
    </Section>
  )
}
