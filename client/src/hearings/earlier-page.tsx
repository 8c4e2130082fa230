import type { HearingSummary } from '@press-gallery/server/protocol/api'
import type { Role } from '@press-gallery/server/protocol/identifiers'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { createApi } from '../api/client.ts'
import type { Requests } from '../api/requests.ts'
import type { ServerClock } from '../api/server-clock.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Failure } from '../ui/failure.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { EarlierHearings } from './earlier-hearings.tsx'
import { HearingCard } from './hearing-card.tsx'

export interface EarlierPageProps {
  requests: Requests
  clock: ServerClock
  before: string
  role: Role
}

const nothing = (): null => null

/** The hearings that somebody may know of and that were over before a place in the list. */
export function EarlierPage({ requests, clock, before, role }: EarlierPageProps) {
  const { t } = useTranslation()
  const api = useMemo(() => createApi({ requests, clock, nowMs: () => Date.now() }), [requests, clock])
  const ask = useCallback((place: string) => api.earlierHearings(place), [api])
  const list = (hearings: readonly HearingSummary[]) => (
    <ul className="hearings">
      {hearings.map((hearing) => (
        <HearingCard
          key={hearing.id}
          {...{ api, hearing, role }}
          stale={false}
          onNear={nothing}
          onChoose={nothing}
        />
      ))}
    </ul>
  )
  return (
    <div className="page">
      <p>
        <BackLink href="/hearings" words={t('app.toHearings')} />
      </p>
      <PageTitle title={t('earlier.title')} />
      <EarlierHearings {...{ ask, before, list }} path="/hearings/earlier" Failing={Failure} />
    </div>
  )
}
