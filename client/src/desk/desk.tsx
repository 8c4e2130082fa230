import './desk.css'
import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { requestsOfSession } from '../api/requests-of-session.ts'
import type { Requests } from '../api/requests.ts'
import type { ServerClock } from '../api/server-clock.ts'
import { remembered } from '../browser/remembered.ts'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { createDeskApi } from './desk-api.ts'
import { DeskListPage } from './desk-list-page.tsx'
import { DeskFailure } from './desk-parts.tsx'
import type { DeskPlace } from './desk-place.ts'
import { HearingDeskPage } from './hearing-desk-page.tsx'
import { ChangePage, SchedulePage } from './hearing-form-pages.tsx'

export interface DeskProps {
  place: DeskPlace
  person: SessionAnswer
  requests: Requests
  clock: ServerClock
  sessionEnded: () => void
}

const rememberedCourt = remembered('press-gallery.court')

/** The pages where staff act. */
export function Desk({ place, person, requests, clock, sessionEnded }: DeskProps) {
  const { t } = useTranslation()
  const asking = useMemo(() => requestsOfSession(requests, sessionEnded), [requests, sessionEnded])
  const api = useMemo(() => createDeskApi(asking), [asking])
  const askCourts = useCallback(() => api.courts(), [api])
  const { value: courts, error } = useAnswer(askCourts)
  const [courtId, setCourtId] = useState(() => rememberedCourt.read())
  const chooseCourt = (id: string): void => {
    rememberedCourt.write(id)
    setCourtId(id)
  }

  if (place.name === 'hearing') {
    const { hearingId } = place
    return <HearingDeskPage key={hearingId} {...{ api, clock, hearingId, courts, mayAnywhere: person.may }} />
  }
  if (place.name === 'schedule') return <SchedulePage key={place.courtId} api={api} courtId={place.courtId} />
  if (place.name === 'change')
    return <ChangePage key={place.hearingId} api={api} hearingId={place.hearingId} />
  const title = t('desk.title')
  if (courts === null) return <Waiting title={title} error={error} />
  const court = courts.find(({ id }) => id === courtId) ?? courts[0]
  if (court === undefined) return <NoCourt title={title} />
  return <DeskListPage {...{ api, courts, court }} onCourt={chooseCourt} />
}

function Waiting({ title, error }: { title: string; error: unknown }) {
  return (
    <div className="page">
      <PageTitle title={title} />
      {error === null ? <Loading /> : <DeskFailure error={error} />}
    </div>
  )
}

function NoCourt({ title }: { title: string }) {
  const { t } = useTranslation()
  return (
    <div className="page">
      <PageTitle title={title} />
      <Notice tone="info" what={t('desk.noCourt')} next={t('desk.refused.next')} />
    </div>
  )
}
