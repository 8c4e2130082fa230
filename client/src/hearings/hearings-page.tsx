import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { timeText } from '../i18n/date-format.ts'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { EarlierLink } from './earlier-link.tsx'
import { HearingCard, type HearingCardProps } from './hearing-card.tsx'
import {
  groupHearings,
  hearingGroups,
  nextOf,
  type GroupedHearings,
  type HearingGroup,
} from './hearing-groups.ts'
import type { HearingsView } from './use-hearings.ts'

export interface HearingsPageProps extends Omit<HearingCardProps, 'hearing' | 'stale'> {
  view: HearingsView
}

export function HearingsPage({ view: { earlier, ...view }, ...rest }: HearingsPageProps) {
  const { t } = useTranslation()
  return (
    <div className="page">
      <PageTitle title={t('hearings.title')} />
      {view.stale ? <Notice tone="warn" what={t('hearings.stale')} /> : null}
      <HearingGroups {...view} {...rest} />
      {earlier === null ? null : (
        <EarlierLink href={`/hearings/earlier/${earlier}`} words={t('earlier.title')} />
      )}
    </div>
  )
}

type CardProps = Omit<HearingCardProps, 'hearing'>

function HearingGroups({ hearings, atMs, ...rest }: Omit<HearingsView, 'earlier'> & CardProps) {
  const { t } = useTranslation()
  if (hearings === null) return <Loading />
  if (hearings.length === 0) {
    return <Notice tone="info" what={t('hearings.emptyTitle')} next={t('hearings.emptyNext')} />
  }
  const groups = groupHearings(hearings, atMs)
  return (
    <>
      {hearingGroups
        .filter((group) => group === 'now' || groups[group].length > 0)
        .map((group) => (
          <Group key={group} group={group} groups={groups} {...rest} />
        ))}
    </>
  )
}

function Group({ group, groups, ...rest }: CardProps & { group: HearingGroup; groups: GroupedHearings }) {
  const { t } = useTranslation()
  const id = useId()
  const hearings = groups[group]
  return (
    <section className="hearing-group" aria-labelledby={id}>
      <h2 id={id} className="hearing-group__title">
        {t(`hearings.group.${group}`)}
      </h2>
      {group === 'past' ? <p className="page__lead">{t('hearings.pastNote')}</p> : null}
      {hearings.length === 0 ? (
        <NothingNow groups={groups} />
      ) : (
        <ul className="hearings">
          {hearings.map((hearing) => (
            <HearingCard key={hearing.id} hearing={hearing} {...rest} />
          ))}
        </ul>
      )}
    </section>
  )
}

function NothingNow({ groups }: { groups: GroupedHearings }) {
  const { t, i18n } = useTranslation()
  const next = nextOf(groups)
  return (
    <p className="hearing-group__empty">
      {t('hearings.nowEmpty')}{' '}
      {next === null
        ? t('hearings.nowLater')
        : t(next.mayWatch ? 'hearings.nowNext' : 'hearings.nowNextPress', {
            title: next.title,
            time: timeText(next.plannedStartMs, i18n.resolvedLanguage),
          })}
    </p>
  )
}
