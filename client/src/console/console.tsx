import '../desk/desk.css'
import './console.css'
import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { requestsOfSession } from '../api/requests-of-session.ts'
import type { Requests } from '../api/requests.ts'
import type { ServerClock } from '../api/server-clock.ts'
import { remembered } from '../browser/remembered.ts'
import { createDeskApi } from '../desk/desk-api.ts'
import { DeskFailure } from '../desk/desk-parts.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { createConsoleApi } from './console-api.ts'
import { ConsoleCourt } from './console-court.tsx'

export interface ConsoleProps {
  /** Null: all courtrooms of a court. */
  courtroomId: string | null
  person: SessionAnswer
  requests: Requests
  clock: ServerClock
  sessionEnded: () => void
}

const rememberedCourt = remembered('press-gallery.court')

/** From where technicians run the courtrooms of a court. */
export function Console({ courtroomId, person, requests, clock, sessionEnded }: ConsoleProps) {
  const { t } = useTranslation()
  const asking = useMemo(() => requestsOfSession(requests, sessionEnded), [requests, sessionEnded])
  const desk = useMemo(() => createDeskApi(asking), [asking])
  const api = useMemo(() => createConsoleApi(asking), [asking])
  const [courtId, setCourtId] = useState(() => rememberedCourt.read())
  /** The courts, and which of them the courtroom that the address names is in. */
  const askCourts = useCallback(async () => {
    const mine = (await desk.courts()).filter(({ may }) => may.includes('sources.manage'))
    if (courtroomId === null || mine.length < 2) return { mine, ofRoom: null }
    const courts = await Promise.all(mine.map(({ id }) => desk.court(id)))
    const ofRoom = courts.find(({ courtrooms }) => courtrooms.some(({ id }) => id === courtroomId))
    return { mine, ofRoom: ofRoom?.id ?? null }
  }, [desk, courtroomId])
  const { value: courts, error } = useAnswer(askCourts)
  const chooseCourt = (id: string): void => {
    rememberedCourt.write(id)
    setCourtId(id)
  }

  if (courts === null) {
    return (
      <div className="page page--wide console">
        <PageTitle title={t('console.title')} />
        {error === null ? <Loading /> : <DeskFailure error={error} />}
      </div>
    )
  }
  const { mine, ofRoom } = courts
  const court = mine.find(({ id }) => id === (ofRoom ?? courtId)) ?? mine[0]
  if (court === undefined) {
    return (
      <div className="page page--wide console">
        <PageTitle title={t('console.title')} />
        <Notice tone="info" what={t('desk.noCourt')} next={t('desk.refused.next')} />
      </div>
    )
  }
  return (
    <ConsoleCourt
      key={court.id}
      {...{ api, desk, clock, court, courtroomId }}
      courts={mine}
      personId={person.personId}
      onCourt={chooseCourt}
    />
  )
}
