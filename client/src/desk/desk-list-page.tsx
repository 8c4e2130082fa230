import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import { useCallback, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from '../ui/link.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { Status } from '../ui/status.tsx'
import { CourtPageHead } from './court-page-head.tsx'
import type { CourtSummary, DeskApi } from './desk-api.ts'
import { DeskFailure } from './desk-parts.tsx'
import { groupsOf, type GroupName } from './hearing-groups.ts'
import { toneOfState } from './standing-panel.tsx'
import { usePolled } from './use-polled.ts'
import { useTimes } from './use-times.ts'

export interface DeskListPageProps {
  api: DeskApi
  courts: readonly CourtSummary[]
  court: CourtSummary
  onCourt: (courtId: string) => void
}

const everyMs = 4000

/** The hearings of one court: what is under way, what comes, what was. */
export function DeskListPage({ api, courts, court, onCourt }: DeskListPageProps) {
  const { t } = useTranslation()
  const ask = useCallback(() => api.hearings(court.id), [api, court.id])
  const { value: hearings, error } = usePolled(ask, everyMs)
  const maySchedule = court.may.includes('hearings.schedule')
  return (
    <div className="page">
      <CourtPageHead title={t('desk.title')} {...{ courts, court, onCourt }}>
        {maySchedule ? (
          <Link className="button button--primary" href={`/desk/courts/${court.id}/schedule`}>
            {t('desk.schedule')}
          </Link>
        ) : null}
      </CourtPageHead>
      {hearings !== null && error !== null ? <Notice tone="warn" what={t('desk.listOld')} /> : null}
      {hearings === null ? (
        error === null ? (
          <Loading />
        ) : (
          <DeskFailure error={error} />
        )
      ) : (
        <Groups hearings={hearings} old={error !== null} maySchedule={maySchedule} />
      )}
    </div>
  )
}

interface GroupsProps {
  hearings: readonly DeskHearing[]
  old: boolean
  maySchedule: boolean
}

function Groups({ hearings, old, maySchedule }: GroupsProps) {
  const { t } = useTranslation()
  const groups = groupsOf(hearings)
  if (groups.length === 0)
    return (
      <Notice
        tone="info"
        what={t('desk.noHearings')}
        next={maySchedule ? t('desk.noHearingsSchedule') : t('desk.noHearingsWait')}
      />
    )
  return groups.map((group) => (
    <Group key={group.name} name={group.name} {...{ old, maySchedule }} hearings={group.hearings} />
  ))
}

function Group({ name, hearings, old, maySchedule }: GroupsProps & { name: GroupName }) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <section className="desk__group" aria-labelledby={id}>
      <h2 id={id}>{t(`desk.group.${name}`)}</h2>
      <ul className="desk__hearings">
        {hearings.map((hearing) => (
          <HearingRow
            key={hearing.id}
            hearing={hearing}
            old={old}
            mayChange={maySchedule && name !== 'over'}
          />
        ))}
      </ul>
    </section>
  )
}

interface HearingRowProps {
  hearing: DeskHearing
  old: boolean
  mayChange: boolean
}

function HearingRow({ hearing, old, mayChange }: HearingRowProps) {
  const { t } = useTranslation()
  const times = useTimes()
  const { id, title, caseNumber, courtroom, judge, standing } = hearing
  const facts = [t('hearing.case', { number: caseNumber }), courtroom, judge].filter((part) => part !== '')
  return (
    <li className="card desk-hearing">
      <div className="desk-hearing__words">
        <h3>
          <Link href={`/desk/hearings/${id}`}>{title}</Link>
        </h3>
        <p className="page__lead">{facts.join(' · ')}</p>
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
