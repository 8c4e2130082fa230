import type { CourtAnswer } from '@press-gallery/server/protocol/desk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInMyLanguage } from '../desk/use-in-my-language.ts'
import { navigate } from '../route.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Section } from '../ui/section.tsx'
import { useTask } from '../ui/use-task.ts'
import type { CourtApi } from './court-api.ts'
import { CourtFailure } from './court-failure.tsx'

/** Takes the court away, where nothing of it has to be kept. For those who manage all courts. */
export function RemoveSection({ api, court }: { api: CourtApi; court: CourtAnswer }) {
  const { t } = useTranslation()
  const inMyLanguage = useInMyLanguage()
  const [asking, setAsking] = useState(false)
  const task = useTask(async () => {
    await api.remove(court.id)
    navigate('/courts')
  })
  const inUse = { what: t('courts.remove.inUse.what'), next: t('courts.remove.inUse.next') }
  return (
    <Section title={t('courts.remove.title')}>
      <p className="page__lead">{t('courts.remove.lead')}</p>
      <div className="page__actions">
        <Button onClick={() => setAsking(true)}>{t('courts.remove.action')}</Button>
      </div>
      {asking ? (
        <Confirm
          title={t('courts.remove.ask', { name: inMyLanguage(court.names) || court.name })}
          action={t('courts.remove.action')}
          busy={task.busy}
          onConfirm={() => void task.run()}
          onClose={() => setAsking(false)}
        >
          <p>{t('courts.remove.body')}</p>
          <CourtFailure error={task.error} here={{ in_use: inUse }} />
        </Confirm>
      ) : null}
    </Section>
  )
}
