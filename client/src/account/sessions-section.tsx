import type { SessionSummary } from '@press-gallery/server/protocol/account'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Failure } from '../ui/failure.tsx'
import { Loading } from '../ui/loading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Section } from '../ui/section.tsx'
import { Status } from '../ui/status.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { useTask } from '../ui/use-task.ts'
import type { AccountApi } from './account-api.ts'
import { deviceName } from './browser-of.ts'

export interface SessionsSectionProps {
  api: AccountApi
  onSignedOut: () => void
}

/** Where the person is signed in; each of these can be ended, and all of them at once. */
export function SessionsSection({ api, onSignedOut }: SessionsSectionProps) {
  const { t } = useTranslation()
  const { value: sessions, error, reload } = useAnswer(api.sessions)
  const heading = useRef<HTMLHeadingElement>(null)
  const [everywhere, setEverywhere] = useState(false)
  const ending = useTask(async (id: string) => {
    await api.endSession(id)
    heading.current?.focus()
    reload()
  })
  const endingAll = useTask(async () => {
    await api.endAllSessions()
    onSignedOut()
  })
  return (
    <Section title={t('account.sessions.title')} headingRef={heading}>
      <p>{t('account.sessions.lead')}</p>
      <Failure error={error ?? ending.error} />
      {sessions === null ? (
        error === null ? (
          <Loading />
        ) : null
      ) : (
        <ul className="rows">
          {sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              busy={ending.busy}
              onEnd={() => void ending.run(session.id)}
            />
          ))}
        </ul>
      )}
      <div className="page__actions">
        <Button onClick={() => setEverywhere(true)}>{t('account.sessions.endAll')}</Button>
      </div>
      {everywhere ? (
        <Confirm
          title={t('account.sessions.endAll')}
          action={t('account.sessions.endAllAction')}
          busy={endingAll.busy}
          onConfirm={() => void endingAll.run()}
          onClose={() => setEverywhere(false)}
        >
          <p>{t('account.sessions.endAllLead')}</p>
          <Failure error={endingAll.error} />
        </Confirm>
      ) : null}
    </Section>
  )
}

interface SessionRowProps {
  session: SessionSummary
  busy: boolean
  onEnd: () => void
}

function SessionRow({ session, busy, onEnd }: SessionRowProps) {
  const { t } = useTranslation()
  const name = deviceName(session.userAgent) || t('account.sessions.unknown')
  return (
    <li className="row">
      <div className="row__words">
        <strong>{name}</strong>
        <p className="row__facts">
          {t('account.sessions.begun')} <Moment ms={session.createdMs} /> · {t('account.sessions.seen')}{' '}
          <Moment ms={session.seenMs} />
        </p>
      </div>
      {session.current ? (
        <Status tone="good">{t('account.sessions.current')}</Status>
      ) : (
        <Button busy={busy} onClick={onEnd} aria-label={t('account.sessions.endOne', { name })}>
          {t('account.sessions.end')}
        </Button>
      )}
    </li>
  )
}
