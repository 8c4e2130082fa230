import type { PutOut } from '@press-gallery/server/protocol/attendance'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { AccreditationRequest, type AccreditationRequestProps } from '../hearings/accreditation-request.tsx'
import { timeText } from '../i18n/date-format.ts'
import { Button } from '../ui/button.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'

interface StopProps {
  icon: IconName
  what: string
  lines: readonly string[]
  /** Between the words and the ways on. */
  request?: ReactNode
  /** The way on, if there is one; the way back to the list is always there. */
  children?: ReactNode
}

/** In the place of the picture where this viewer gets none: why, and what can be done. */
function Stop({ icon, what, lines, request, children }: StopProps) {
  const { t } = useTranslation()
  return (
    <div className="stage__end">
      <Icon name={icon} />
      <div className="stage__why" role="alert">
        <p className="stage__what">{what}</p>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      {request}
      <p className="stage__actions">
        {children}
        <Link className="button button--secondary" href="/hearings">
          {t('app.toHearings')}
        </Link>
      </p>
    </div>
  )
}

/** Watched on another device: asks before that is ended. */
export function ElsewhereWords({ onTakeOver }: { onTakeOver: () => void }) {
  const { t } = useTranslation()
  return (
    <Stop icon="devices" what={t('stop.elsewhere.what')} lines={[t('stop.elsewhere.next')]}>
      <Button look="primary" onClick={onTakeOver}>
        {t('stop.watchHere')}
      </Button>
    </Stop>
  )
}

/** Put out: why, whom to write to, and the way back where there is one. */
export function OutWords({ putOut, onReturn }: { putOut: PutOut; onReturn: () => void }) {
  const { t } = useTranslation()
  const { why, reason, contact } = putOut
  const lines = [
    ...(reason === null ? [] : [t(`stop.reason.${reason}`)]),
    t(`stop.${why}.next`),
    ...(contact === '' || why === 'signed_out' ? [] : [t('stop.contact', { contact })]),
  ]
  const mayReturn = why === 'taken_over' || (why === 'ejected' && reason === 'technical')
  return (
    <Stop icon={why === 'taken_over' ? 'devices' : 'leave'} what={t(`stop.${why}.what`)} lines={lines}>
      {mayReturn ? (
        <Button look="primary" onClick={onReturn}>
          {t(why === 'taken_over' ? 'stop.watchHere' : 'app.tryAgain')}
        </Button>
      ) : null}
    </Stop>
  )
}

/** The server refuses, or the player has given up. */
export function EndWords({ what, next, onRetry }: { what: string; next: string; onRetry: () => void }) {
  const { t } = useTranslation()
  return (
    <Stop icon="warning" what={what} lines={[next]}>
      <Button look="primary" onClick={onRetry}>
        {t('app.tryAgain')}
      </Button>
    </Stop>
  )
}

/** For those who are accredited, and this person is not: when it is, and the form to ask. */
export function NotMineWords({ api, hearing }: Pick<AccreditationRequestProps, 'api' | 'hearing'>) {
  const { t, i18n } = useTranslation()
  const { plannedStartMs, standing } = hearing
  const planned = standing.state === 'scheduled' && plannedStartMs !== null
  return (
    <Stop
      icon="info"
      what={t('error.refused.what')}
      lines={
        planned ? [t('stop.notMine.planned', { time: timeText(plannedStartMs, i18n.resolvedLanguage) })] : []
      }
      request={<AccreditationRequest api={api} hearing={hearing} look="primary" />}
    />
  )
}
