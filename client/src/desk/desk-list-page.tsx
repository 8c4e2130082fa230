import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import { useCallback, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { EarlierLink } from '../hearings/earlier-link.tsx'
import { Link } from '../ui/link.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { CourtPageHead } from './court-page-head.tsx'
import type { CourtSummary, DeskApi } from './desk-api.ts'
import { DeskFailure } from './desk-parts.tsx'
import { groupsOf, type GroupName } from './hearing-groups.ts'
import { HearingRow } from './hearing-row.tsx'
import { usePolled } from './use-polled.ts'

export interface DeskListPageProps {
  api: DeskApi
  courts: readonly CourtSummary[]
  court: CourtSummary
  onCourt: (courtId: string) => void
}

const everyMs = 4000

/** The hearings of one court: what is under way, what comes, what was lately. */
export function DeskListPage({ api, courts, court, onCourt }: DeskListPageProps) {
  const { t } = useTranslation()
  const ask = useCallback(() => api.hearings(court.id), [api, court.id])
  const { value, error } = usePolled(ask, everyMs)
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
      {value !== null && error !== null ? <Notice tone="warn" what={t('desk.listOld')} /> : null}
      {value === null ? (
        error === null ? (
          <Loading />
        ) : (
          <DeskFailure error={error} />
        )
      ) : (
        <>
          <Groups
            hearings={value.hearings}
            isFirst={value.earlier === null}
            old={error !== null}
            maySchedule={maySchedule}
          />
          {value.earlier === null ? null : (
            <EarlierLink href={`/desk/earlier/${value.earlier}`} words={t('earlier.title')} />
          )}
        </>
      )}
    </div>
  )
}

interface GroupsProps {
  hearings: readonly DeskHearing[]
  old: boolean
  maySchedule: boolean
}

interface AllGroupsProps extends GroupsProps {
  /** There has been no hearing before these. */
  isFirst: boolean
}

function Groups({ hearings, isFirst, old, maySchedule }: AllGroupsProps) {
  const { t } = useTranslation()
  const groups = groupsOf(hearings)
  if (groups.length === 0 && !isFirst) return <Notice tone="info" what={t('desk.noneNow')} />
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
