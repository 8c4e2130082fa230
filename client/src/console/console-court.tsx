import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import type { CourtSummary, DeskApi } from '../desk/desk-api.ts'
import { DeskFailure } from '../desk/desk-parts.tsx'
import { Link } from '../ui/link.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import type { ConsoleApi } from './console-api.ts'
import { ConsoleListPage } from './console-list-page.tsx'
import { CourtroomPage } from './courtroom-page.tsx'
import { useRooms } from './use-rooms.ts'

export interface ConsoleCourtProps {
  api: ConsoleApi
  desk: DeskApi
  clock: ServerClock
  courts: readonly CourtSummary[]
  court: CourtSummary
  /** Null: all of them. */
  courtroomId: string | null
  personId: string
  onCourt: (courtId: string) => void
}

/** The courtrooms of one court: all of them, or one. Both are shown from the same answers, so going from one to the other is instant. */
export function ConsoleCourt(props: ConsoleCourtProps) {
  const { t } = useTranslation()
  const { api, clock, court, courtroomId } = props
  const rooms = useRooms(api, clock, court.id)
  const { value, error } = rooms
  if (value === null) {
    return (
      <div className="page page--wide console">
        <PageTitle title={t('console.title')} />
        {error === null ? <Loading /> : <DeskFailure error={error} />}
      </div>
    )
  }
  if (courtroomId === null) return <ConsoleListPage {...props} rooms={value.rooms} old={error !== null} />
  const room = value.rooms.find(({ courtroom }) => courtroom.id === courtroomId)
  if (room === undefined) {
    return (
      <div className="page page--wide console">
        <PageTitle title={t('console.title')} />
        <Notice tone="info" what={t('console.noRoom.what')} next={t('console.noRoom.next')} />
        <p>
          <Link href="/console">{t('console.all')}</Link>
        </p>
      </div>
    )
  }
  return (
    <CourtroomPage
      key={courtroomId}
      {...props}
      room={room}
      may={value.court.may}
      old={error !== null}
      again={rooms.again}
    />
  )
}
