import type { Role } from '@press-gallery/server/protocol/identifiers'
import { useTranslation } from 'react-i18next'
import { Loading } from '../ui/loading.tsx'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { FeedLine } from './feed-line.tsx'
import type { HearingsView } from './use-hearings.ts'
import { RecordingLine } from './recording-line.tsx'
import { Status } from '../ui/status.tsx'

export interface HearingsPageProps {
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

function HearingList({ hearings, stale, role, onNear, onChoose }: HearingListProps) {
  const { t } = useTranslation()
  if (hearings === null) return <Loading />
  if (hearings.length === 0) {
    return <Notice tone="info" what={t('hearings.emptyTitle')} next={t('hearings.emptyNext')} />
  }
  return (
    <ul className="hearings">
      {hearings.map((hearing) => (
        <li className="card hearing" key={hearing.id}>
          <div className="hearing__words">
            <h2>
              <Link
                className="hearing__link"
                href={hearing.watch}
                onPointerEnter={() => onNear(hearing.id)}
                onTouchStart={() => onNear(hearing.id)}
                onFocus={() => onNear(hearing.id)}
                onFollow={() => onChoose(hearing.id)}
              >
                {hearing.title}
              </Link>
            </h2>
            <p className="hearing__facts">
              {t('hearing.case', { number: hearing.caseNumber })} · {hearing.courtroom}
            </p>
          </div>
          {/* States that are out of date would be claims that nobody can stand for. */}
          {stale ? null : (
            <div className="hearing__states">
              <Status tone="good">{t(`hearings.state.${hearing.state}`)}</Status>
              <FeedLine feed={hearing.feed} />
              {role === 'technician' ? <RecordingLine state={hearing.recording} /> : null}
            </div>
          )}
          <span className="button button--primary" aria-hidden="true">
            {t('hearings.watch')}
          </span>
        </li>
      ))}
    </ul>
  )
}
