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
import { createAccreditationApi } from './accreditation-api.ts'
import { AccreditationFrame } from './accreditation-frame.tsx'
import { AccreditationList } from './accreditation-list.tsx'
import { createAuditApi } from './audit-api.ts'
import { AuditPage } from './audit-page.tsx'
import type { CourtSwitchProps } from './court-switch.tsx'
import { createDeskApi, type CourtSummary, type DeskApi } from './desk-api.ts'
import { DeskListPage } from './desk-list-page.tsx'
import { DeskFailure } from './desk-parts.tsx'
import type { DeskPlace } from './desk-place.ts'
import { EarlierPage } from './earlier-page.tsx'
import { GrantForm } from './grant-form.tsx'
import { HearingDeskPage } from './hearing-desk-page.tsx'
import { ChangePage, SchedulePage } from './hearing-form-pages.tsx'
import { PoolList } from './pool-list.tsx'
import { PoolPage } from './pool-page.tsx'

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
    const mayAnywhere = person.may
    const props = { api, requests: asking, clock, hearingId, courts, mayAnywhere }
    return <HearingDeskPage key={hearingId} {...props} />
  }
  if (place.name === 'schedule') return <SchedulePage key={place.courtId} api={api} courtId={place.courtId} />
  if (place.name === 'change')
    return <ChangePage key={place.hearingId} api={api} hearingId={place.hearingId} />
  if (place.name === 'pool') {
    const { courtId: ofCourt, poolId } = place
    return <PoolOfCourt key={poolId} asking={asking} desk={api} courtId={ofCourt} poolId={poolId} />
  }
  const needs = permissionFor[place.name]
  const title = t(titleOf(place))
  if (courts === null) return <Waiting title={title} error={error} />
  const mine = courts.filter(({ may }) => may.includes(needs))
  const court = mine.find(({ id }) => id === courtId) ?? mine[0]
  if (court === undefined)
    return (
      <NoCourt
        title={title}
        mayMakeOne={person.grants.some(({ role, courtId: of }) => role === 'administrator' && of === null)}
      />
    )
  if (place.name === 'audit') return <AuditOfCourts asking={asking} courts={mine} />
  if (place.name === 'hearings')
    return <DeskListPage key={court.id} {...{ api, court }} courts={mine} onCourt={chooseCourt} />
  if (place.name === 'earlier') {
    const { before } = place
    const key = `${court.id} ${before}`
    return <EarlierPage key={key} {...{ api, court, before }} courts={mine} onCourt={chooseCourt} />
  }
  return (
    <AccreditationPages
      key={court.id}
      {...{ asking, court, place }}
      desk={api}
      courts={mine}
      onCourt={chooseCourt}
    />
  )
}

type CourtPlace = Exclude<DeskPlace, { courtId: string } | { hearingId: string }>

/** What must be held in a court for its part of a page. */
const permissionFor: Record<CourtPlace['name'], string> = {
  hearings: 'court.see',
  earlier: 'court.see',
  accreditation: 'accreditations.decide',
  grant: 'accreditations.decide',
  pools: 'accreditations.decide',
  audit: 'audit.read',
}

function titleOf({
  name,
}: CourtPlace): 'desk.title' | 'earlier.title' | 'desk.accreditation.title' | 'desk.audit.title' {
  if (name === 'hearings') return 'desk.title'
  if (name === 'earlier') return 'earlier.title'
  return name === 'audit' ? 'desk.audit.title' : 'desk.accreditation.title'
}

interface PoolOfCourtProps {
  asking: Requests
  desk: DeskApi
  courtId: string
  poolId: string
}

function PoolOfCourt({ asking, desk, courtId, poolId }: PoolOfCourtProps) {
  const api = useMemo(() => createAccreditationApi(asking, courtId), [asking, courtId])
  return <PoolPage {...{ api, desk, courtId, poolId }} />
}

interface AuditOfCourtsProps {
  asking: Requests
  courts: readonly CourtSummary[]
}

function AuditOfCourts({ asking, courts }: AuditOfCourtsProps) {
  const api = useMemo(() => createAuditApi(asking), [asking])
  return <AuditPage {...{ api, courts }} />
}

interface AccreditationPagesProps extends CourtSwitchProps {
  asking: Requests
  desk: DeskApi
  place: Extract<DeskPlace, { name: 'accreditation' | 'grant' | 'pools' }>
}

function AccreditationPages({ asking, desk, place, ...switching }: AccreditationPagesProps) {
  const courtId = switching.court.id
  const api = useMemo(() => createAccreditationApi(asking, courtId), [asking, courtId])
  return (
    <AccreditationFrame {...switching}>
      {place.name === 'accreditation' ? (
        <AccreditationList key={place.state} api={api} state={place.state} />
      ) : null}
      {place.name === 'grant' ? <GrantForm {...{ api, desk, courtId }} /> : null}
      {place.name === 'pools' ? <PoolList {...{ api, courtId }} /> : null}
    </AccreditationFrame>
  )
}

function Waiting({ title, error }: { title: string; error: unknown }) {
  return (
    <div className="page">
      <PageTitle title={title} />
      {error === null ? <Loading /> : <DeskFailure error={error} />}
    </div>
  )
}

function NoCourt({ title, mayMakeOne }: { title: string; mayMakeOne: boolean }) {
  const { t } = useTranslation()
  return (
    <div className="page">
      <PageTitle title={title} />
      {mayMakeOne ? (
        <Notice tone="info" what={t('desk.firstCourt.what')} next={t('desk.firstCourt.next')} />
      ) : (
        <Notice tone="info" what={t('desk.noCourt')} next={t('desk.refused.next')} />
      )}
    </div>
  )
}
