import type { HearingSummary } from '@press-gallery/server/protocol/api'
import type { Role } from '@press-gallery/server/protocol/identifiers'
import { useTranslation } from 'react-i18next'
import type { Api } from '../api/client.ts'
import { Loading } from '../ui/loading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { AccreditationRequest } from './accreditation-request.tsx'
import { FeedLine } from './feed-line.tsx'
import { HearingLink } from './hearing-link.tsx'
import { RecordingLine } from './recording-line.tsx'
import { StateLine } from './state-line.tsx'
import type { HearingsView } from './use-hearings.ts'

export interface HearingsPageProps {
  api: Api
  view: HearingsView
  role: Role
  /** Somebody points at the hearing, and may choose it. */
  onNear: (hearingId: string) => void
  /** It is chosen; the page changes right after, or when what this answers resolves. */
  onChoose: (hearingId: string) => Promise<void> | null
}

export function HearingsPage({ view, ...rest }: HearingsPageProps) {
  const { t } = useTranslation()
  return (
    <div className="page">
      <PageTitle title={t('hearings.title')} />
      {view.stale ? <Notice tone="warn" what={t('hearings.stale')} /> : null}
      <HearingList {...view} {...rest} />
    </div>
  )
}

type HearingListProps = HearingsView & Omit<HearingsPageProps, 'view'>

function HearingList({ hearings, ...rest }: HearingListProps) {
  const { t } = useTranslation()
  if (hearings === null) return <Loading />
  if (hearings.length === 0) {
    return <Notice tone="info" what={t('hearings.emptyTitle')} next={t('hearings.emptyNext')} />
  }
  return (
    <ul className="hearings">
      {hearings.map((hearing) => (
        <HearingCard key={hearing.id} hearing={hearing} {...rest} />
      ))}
    </ul>
  )
}

type HearingCardProps = Omit<HearingListProps, 'hearings'> & { hearing: HearingSummary }

/** States in which the watch page has, or will have, something to show. */
const isToCome = ({ standing }: HearingSummary): boolean =>
  ['scheduled', 'live', 'recess', 'closed'].includes(standing.state)

function HearingCard({ api, hearing, stale, role, onNear, onChoose }: HearingCardProps) {
  const { t } = useTranslation()
  const isOpen = hearing.mayWatch && isToCome(hearing)
  const isLive = hearing.standing.state === 'live'
  return (
    <li className={isOpen ? 'card hearing hearing--open' : 'card hearing'}>
      <div className="hearing__words">
        <h2>{isOpen ? <HearingLink {...{ hearing, onNear, onChoose }} /> : hearing.title}</h2>
        <p className="hearing__facts">
          {t('hearing.case', { number: hearing.caseNumber })} · {hearing.courtroom}
          {hearing.judge === '' ? null : ` · ${t('hearing.presiding', { name: hearing.judge })}`}
        </p>
        {hearing.plannedStartMs === null ? null : (
          <p className="hearing__facts">
            {t('hearing.planned')} <Moment ms={hearing.plannedStartMs} />
          </p>
        )}
        {hearing.mayWatch ? null : <AccreditationRequest api={api} hearing={hearing} />}
      </div>
      {/* States that are out of date would be claims that nobody can stand for. */}
      {stale ? null : (
        <div className="hearing__states">
          <StateLine state={hearing.standing.state} />
          {isLive && hearing.mayWatch ? <FeedLine feed={hearing.feed} /> : null}
          {role === 'technician' ? <RecordingLine state={hearing.recording} /> : null}
        </div>
      )}
      {isOpen ? (
        <span className={`button button--${isLive ? 'primary' : 'secondary'}`} aria-hidden="true">
          {t(isLive ? 'hearings.watch' : 'hearings.open')}
        </span>
      ) : null}
    </li>
  )
}
