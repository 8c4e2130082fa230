import type { DeskAnswer } from '@press-gallery/server/protocol/desk'
import { isOver, type Standing } from '@press-gallery/server/protocol/hearing-state'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Requests } from '../api/requests.ts'
import type { ServerClock } from '../api/server-clock.ts'
import { CaseFacts } from '../hearings/case-facts.tsx'
import { Link } from '../ui/link.tsx'
import { Loading } from '../ui/loading.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { AttendancePanel } from './attendance-panel.tsx'
import type { CourtSummary, DeskApi } from './desk-api.ts'
import { DeskBack, DeskFailure } from './desk-parts.tsx'
import { EjectionsPanel } from './ejections-panel.tsx'
import { ExplanationPanel } from './explanation-panel.tsx'
import { GivenOrders } from './given-orders.tsx'
import { OrdersPanel } from './orders-panel.tsx'
import { ReceiptsPanel } from './receipts-panel.tsx'
import { StandingPanel } from './standing-panel.tsx'
import { useHearingDesk, type HearingDesk } from './use-hearing-desk.ts'
import { useOrders } from './use-orders.ts'

export interface HearingDeskPageProps {
  api: DeskApi
  requests: Requests
  clock: ServerClock
  hearingId: string
  /** The person's; null: not known (yet). */
  courts: readonly CourtSummary[] | null
  /** What the person may do, in some court at least. */
  mayAnywhere: readonly string[]
}

/** From where a hearing is run: how it stands, the orders, who has become dark, and who can see and hear. */
export function HearingDeskPage(props: HearingDeskPageProps) {
  const { t } = useTranslation()
  const { courts, mayAnywhere } = props
  const [courtId, setCourtId] = useState<string | null>(null)
  const may = courts?.find(({ id }) => id === courtId)?.may ?? mayAnywhere
  const view = useHearingDesk(props.api, props.hearingId, may.includes('hearings.attendance'))
  const { desk, standing, error } = view
  const ofCourt = desk?.hearing.courtId ?? null
  // Only the answer says which court's hearing it is, and with it what this person may do there.
  if (ofCourt !== null && ofCourt !== courtId) setCourtId(ofCourt)
  return (
    <div className="page">
      <header className="page__head">
        <DeskBack />
        <PageTitle title={desk?.hearing.title ?? t('desk.hearing')} />
        {/* The line keeps its height while it is on its way, so that nothing moves. */}
        <p className="page__lead">{desk === null ? '\u00a0' : <Facts desk={desk} />}</p>
      </header>
      {desk !== null && standing !== null ? (
        <Loaded {...props} may={may} view={view} desk={desk} standing={standing} />
      ) : error === null ? (
        <Loading />
      ) : (
        <DeskFailure error={error} />
      )}
    </div>
  )
}

function Facts({ desk: { hearing } }: { desk: DeskAnswer }) {
  return <CaseFacts number={hearing.caseNumber} more={[hearing.courtroom, hearing.judge]} />
}

interface LoadedProps extends Omit<HearingDeskPageProps, 'courts' | 'mayAnywhere'> {
  may: readonly string[]
  view: HearingDesk
  desk: DeskAnswer
  standing: Standing
}

function Loaded({ api, requests, clock, hearingId, may, view, desk, standing }: LoadedProps) {
  const { t } = useTranslation()
  const { last, give } = useOrders(api, hearingId, view.told)
  const { attendance } = view
  const mayAttend = may.includes('hearings.attendance')
  const [putOut, setPutOut] = useState(0)
  const mayEject = may.includes('hearings.eject')
  return (
    <div className={mayAttend ? 'hearing-desk' : 'hearing-desk hearing-desk--looked-at'}>
      <div className="hearing-desk__main">
        <StandingPanel
          clock={clock}
          hearing={desk.hearing}
          standing={standing}
          old={view.error !== null}
          heardMs={view.heardMs}
          attendance={mayAttend ? (view.attendanceError === null ? attendance : null) : undefined}
        />
        {may.includes('hearings.order') ? (
          <OrdersPanel desk={desk} standing={standing} last={last} give={give} />
        ) : null}
        {attendance === null ? null : <ReceiptsPanel {...{ attendance, standing }} given={desk.given} />}
      </div>
      {mayAttend ? (
        <div className="hearing-desk__people">
          <AttendancePanel
            clock={clock}
            view={attendance}
            error={view.error ?? view.attendanceError}
            mayEject={mayEject}
            eject={async (personId, reason) => {
              await api.eject(hearingId, personId, reason)
              setPutOut((count) => count + 1)
            }}
          />
          {mayEject ? (
            <EjectionsPanel {...{ api, hearingId }} over={isOver(standing.state)} made={putOut} />
          ) : null}
        </div>
      ) : null}
      {may.includes('explanations.write') ? (
        <ExplanationPanel requests={requests} hearingId={hearingId} />
      ) : null}
      <div className="hearing-desk__rest">
        <GivenOrders given={desk.given} />
        {may.includes('hearings.schedule') && !isOver(standing.state) ? (
          <p>
            <Link href={`/desk/hearings/${hearingId}/change`}>{t('desk.changeHearing')}</Link>
          </p>
        ) : null}
      </div>
    </div>
  )
}
