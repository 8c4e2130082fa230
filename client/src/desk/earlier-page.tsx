import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { EarlierHearings } from '../hearings/earlier-hearings.tsx'
import { CourtPageHead } from './court-page-head.tsx'
import type { DeskListPageProps } from './desk-list-page.tsx'
import { DeskBack, DeskFailure } from './desk-parts.tsx'
import { HearingRow } from './hearing-row.tsx'

export interface EarlierPageProps extends DeskListPageProps {
  before: string
}

const rowsOf = (hearings: readonly DeskHearing[]) => (
  <ul className="desk__hearings">
    {hearings.map((hearing) => (
      <HearingRow key={hearing.id} hearing={hearing} old={false} mayChange={false} />
    ))}
  </ul>
)

/** The hearings of one court that were over before a place in the list. */
export function EarlierPage({ api, before, courts, court, onCourt }: EarlierPageProps) {
  const { t } = useTranslation()
  const ask = useCallback((place: string) => api.earlierHearings(court.id, place), [api, court.id])
  return (
    <div className="page">
      <DeskBack />
      <CourtPageHead title={t('earlier.title')} {...{ courts, court, onCourt }} />
      <EarlierHearings {...{ ask, before }} list={rowsOf} path="/desk/earlier" Failing={DeskFailure} />
    </div>
  )
}
