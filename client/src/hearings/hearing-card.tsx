import type { HearingSummary } from '@press-gallery/server/protocol/api'
import type { Role } from '@press-gallery/server/protocol/identifiers'
import { isOver } from '@press-gallery/server/protocol/hearing-state'
import { useTranslation } from 'react-i18next'
import type { Api } from '../api/client.ts'
import { DayAndHour } from '../ui/day-and-hour.tsx'
import { StateBadge } from '../ui/state-badge.tsx'
import { AccreditationRequest } from './accreditation-request.tsx'
import { CaseNumber } from './case-number.tsx'
import { FeedLine } from './feed-line.tsx'
import { HearingLink } from './hearing-link.tsx'
import { PressText } from './press-text.tsx'
import { RecordingLine } from './recording-line.tsx'

export interface HearingCardProps {
  api: Api
  hearing: HearingSummary
  /** What is known of it is out of date. */
  stale: boolean
  role: Role
  /** Somebody points at the hearing, and may choose it. */
  onNear: (hearingId: string) => void
  /** It is chosen; the page changes right after, or when what this answers resolves. */
  onChoose: (hearingId: string) => Promise<void> | null
}

/** One hearing of the list: when, what, where, in what state, and the way to it or to the asking for it. */
export function HearingCard({ api, hearing, stale, role, onNear, onChoose }: HearingCardProps) {
  const { t } = useTranslation()
  const { state } = hearing.standing
  const isOpen = hearing.mayWatch && !isOver(state)
  const isLive = state === 'live'
  return (
    <li className={isOpen ? 'card hearing hearing--open' : 'card hearing'}>
      <p className="hearing__time">
        <Time hearing={hearing} />
      </p>
      <div className="hearing__words">
        <h3>{isOpen ? <HearingLink {...{ hearing, onNear, onChoose }} /> : hearing.title}</h3>
        <p className="hearing__facts">
          <CaseNumber number={hearing.caseNumber} /> · {hearing.courtroom}
          {hearing.judge === '' ? null : ` · ${t('hearing.presiding', { name: hearing.judge })}`}
        </p>
        {hearing.mayWatch ? null : <AccreditationRequest api={api} hearing={hearing} />}
        {hearing.mayWatch && isOver(state) && hearing.explanation !== null ? (
          <details className="hearing__explanation">
            <summary>{t('watch.explanation')}</summary>
            <PressText words={hearing.explanation} />
          </details>
        ) : null}
      </div>
      {/* States that are out of date would be claims that nobody can stand for. */}
      {stale ? null : (
        <div className="hearing__states">
          <StateBadge state={state} />
          {isLive && hearing.mayWatch ? <FeedLine feed={hearing.feed} /> : null}
          {role === 'technician' && !isOver(state) ? <RecordingLine state={hearing.recording} /> : null}
        </div>
      )}
      {isOpen ? (
        <span
          className={`hearing__way button button--${isLive ? 'primary' : 'secondary'}`}
          aria-hidden="true"
        >
          {t(isLive ? 'hearings.watch' : 'hearings.open')}
        </span>
      ) : null}
    </li>
  )
}

/** When it is planned, or was; else, of one that is over, since when: not to be taken for its beginning. */
function Time({ hearing: { standing, plannedStartMs } }: Pick<HearingCardProps, 'hearing'>) {
  const { t } = useTranslation()
  const { state, sinceMs } = standing
  if (plannedStartMs !== null) return <DayAndHour ms={plannedStartMs} />
  if (!isOver(state)) return <>{t(state === 'scheduled' ? 'hearings.noTime' : 'hearings.now')}</>
  return (
    <>
      {state === 'ended' ? <span className="hearing__ended">{t('hearings.ended')} </span> : null}
      <DayAndHour ms={sinceMs} />
    </>
  )
}
