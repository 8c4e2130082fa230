import { deviceKind, type DeviceKind } from '@press-gallery/server/protocol/screens'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Requests } from '../api/requests.ts'
import type { ServerClock } from '../api/server-clock.ts'
import { CourtPageHead } from '../desk/court-page-head.tsx'
import { createDeskApi, type CourtSummary, type DeskApi } from '../desk/desk-api.ts'
import { DeskFailure } from '../desk/desk-parts.tsx'
import { usePolled } from '../desk/use-polled.ts'
import { useTimes } from '../desk/use-times.ts'
import { useCourtId } from '../people/use-court.ts'
import { navigate } from '../route.ts'
import { Button } from '../ui/button.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { PairDialog } from './pair-dialog.tsx'
import { ScreenCard } from './screen-card.tsx'
import { inOrder } from './screen-state.ts'
import './screens.css'
import { createScreensApi, type ScreensApi } from './screens-api.ts'

export interface ScreensPageProps {
  requests: Requests
  clock: ServerClock
}

/** The displays of the press centre and the buttons on the benches: how they are doing, and what they are to show. */
export function ScreensPage({ requests, clock }: ScreensPageProps) {
  const { t } = useTranslation()
  const desk = useMemo(() => createDeskApi(requests), [requests])
  const api = useMemo(() => createScreensApi(requests), [requests])
  const { value, error } = useAnswer(useCallback(() => desk.courts(), [desk]))
  const [courtId, choose] = useCourtId()
  const courts = value?.filter(({ may }) => may.includes('screens.manage'))
  const court = courts?.find(({ id }) => id === courtId) ?? courts?.[0]
  if (courts !== undefined && court !== undefined)
    return <Court key={court.id} {...{ api, desk, clock, courts, court }} onCourt={choose} />
  return (
    <div className="page">
      <PageTitle title={t('screens.title')} />
      {error !== null ? (
        <DeskFailure error={error} />
      ) : courts === undefined ? (
        <Loading />
      ) : (
        <Notice tone="info" what={t('desk.refused.what')} next={t('desk.refused.next')} />
      )}
    </div>
  )
}

interface CourtProps {
  api: ScreensApi
  desk: DeskApi
  clock: ServerClock
  courts: readonly CourtSummary[]
  court: CourtSummary
  onCourt: (courtId: string) => void
}

const everyMs = 2000
const hearingsEveryMs = 5000

function Court({ api, desk, clock, courts, court, onCourt }: CourtProps) {
  const { t, i18n } = useTranslation()
  const times = useTimes()
  const ask = useCallback(() => api.list(court.id), [api, court.id])
  const { value: screens, error, heardMs, again } = usePolled(ask, everyMs)
  const askHearings = useCallback(() => desk.hearings(court.id), [desk, court.id])
  const hearings = usePolled(askHearings, hearingsEveryMs).value?.hearings
  const { value: details } = useAnswer(useCallback(() => desk.court(court.id), [desk, court.id]))
  const [pairing, setPairing] = useState(() => shownCode())
  const rooms = details?.courtrooms ?? []
  const everyRoom = [...rooms, ...(details?.retired ?? [])]
  const endPairing = (): void => {
    setPairing(null)
    if (window.location.search !== '') navigate('/screens', { replace: true })
  }
  return (
    <div className="page">
      <CourtPageHead title={t('screens.title')} {...{ courts, court, onCourt }}>
        <Button look="primary" onClick={() => setPairing({ code: '', kind: 'screen' })}>
          {t('screens.pair')}
        </Button>
      </CourtPageHead>
      {screens !== null && error !== null && heardMs !== null ? (
        <Notice
          tone="warn"
          what={t('region.old.what', { time: times.clock(heardMs + clock.offsetMs()) })}
          next={t('region.old.next')}
        />
      ) : null}
      {screens === null ? (
        error === null ? (
          <Loading />
        ) : (
          <DeskFailure error={error} />
        )
      ) : screens.length === 0 ? (
        <Notice tone="info" what={t('screens.none.what')} next={t('screens.none.next', addresses)} />
      ) : (
        <ul className="screens">
          {inOrder(screens, i18n.resolvedLanguage ?? 'en').map((screen) => (
            <ScreenCard
              key={screen.id}
              api={api}
              screen={screen}
              heardMs={heardMs ?? 0}
              isOld={error !== null}
              courtroom={everyRoom.find(({ id }) => id === screen.courtroomId)?.name ?? null}
              hearings={hearings ?? []}
              onChanged={again}
            />
          ))}
        </ul>
      )}
      {pairing === null ? null : (
        <PairDialog
          api={api}
          courtId={court.id}
          courtrooms={rooms}
          first={pairing}
          onDone={() => {
            endPairing()
            again()
          }}
          onClose={endPairing}
        />
      )}
    </div>
  )
}

/** What to type on a device. */
const addresses = { screen: `${window.location.host}/screen`, bench: `${window.location.host}/bench` }

/** What stands in the address that a display shows as a QR code. */
function shownCode(): { code: string; kind: DeviceKind } | null {
  const query = new URLSearchParams(window.location.search)
  const code = query.get('code')
  return code === null ? null : { code, kind: deviceKind.safeParse(query.get('kind')).data ?? 'screen' }
}
