import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import { useTranslation } from 'react-i18next'
import { CaseFacts } from '../hearings/case-facts.tsx'
import { Link } from '../ui/link.tsx'
import { Status } from '../ui/status.tsx'
import { toneOfState } from './standing-panel.tsx'
import { useTimes } from './use-times.ts'

export interface HearingRowProps {
  hearing: DeskHearing
  /** What is known of it is out of date. */
  old: boolean
  mayChange: boolean
}

/** One hearing of the desk's lists, and the way to it. */
export function HearingRow({ hearing, old, mayChange }: HearingRowProps) {
  const { t } = useTranslation()
  const times = useTimes()
  const { id, title, caseNumber, courtroom, judge, standing } = hearing
  return (
    <li className="card desk-hearing">
      <div className="desk-hearing__words">
        <h3>
          <Link href={`/desk/hearings/${id}`}>{title}</Link>
        </h3>
        <p className="page__lead">
          <CaseFacts number={caseNumber} more={[courtroom, judge]} />
        </p>
        <p className="page__lead">{times.ofHearing(hearing)}</p>
      </div>
      {/* A state that is out of date would be a claim that nobody can stand for. */}
      {old ? null : <Status tone={toneOfState[standing.state]}>{t(`desk.state.${standing.state}`)}</Status>}
      {mayChange ? (
        <Link
          className="button button--secondary"
          href={`/desk/hearings/${id}/change`}
          aria-label={t('desk.changeOne', { title })}
        >
          {t('desk.change')}
        </Link>
      ) : null}
    </li>
  )
}
