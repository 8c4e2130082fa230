import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import { CameraLine } from '../desk/camera-line.tsx'
import { CourtPageHead } from '../desk/court-page-head.tsx'
import type { CourtSummary } from '../desk/desk-api.ts'
import { PressLine } from '../desk/press-line.tsx'
import { useTimes, type Times } from '../desk/use-times.ts'
import { useServerNow } from '../ui/use-server-now.ts'
import { Button } from '../ui/button.tsx'
import { Link } from '../ui/link.tsx'
import { Notice } from '../ui/notice.tsx'
import { StateBadge } from '../ui/state-badge.tsx'
import { Status } from '../ui/status.tsx'
import { navigate } from '../route.ts'
import type { Room } from './rooms.ts'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { useConsoleKeys } from './use-console-keys.ts'

export interface ConsoleListPageProps {
  clock: ServerClock
  courts: readonly CourtSummary[]
  court: CourtSummary
  rooms: readonly Room[]
  /** The server does not answer: all of this may be out of date. */
  old: boolean
  onCourt: (courtId: string) => void
}

/** All courtrooms of a court, so that what is wrong in one is seen from the doorway. */
export function ConsoleListPage({ clock, courts, court, rooms, old, onCourt }: ConsoleListPageProps) {
  const { t } = useTranslation()
  const keys = useConsoleKeys({
    digit(number) {
      const room = rooms[number - 1]
      if (room !== undefined) navigate(`/console/${room.courtroom.id}`)
    },
  })
  return (
    <div className="page page--wide console">
      <CourtPageHead title={t('console.title')} {...{ courts, court, onCourt }}>
        <div className="with-keys">
          <Button look="quiet" aria-keyshortcuts="?" onClick={keys.help.open}>
            {t('console.keys.show')}
            {keys.on ? <kbd>?</kbd> : null}
          </Button>
        </div>
      </CourtPageHead>
      {old ? <Notice tone="warn" what={t('desk.listOld')} /> : null}
      {rooms.length === 0 ? (
        <Notice tone="info" what={t('console.noRooms.what')} next={t('console.noRooms.next')} />
      ) : null}
      <ol className="console__rooms">
        {rooms.map((room, index) => (
          <RoomCard
            key={room.courtroom.id}
            room={room}
            clock={clock}
            old={old}
            shortcut={keys.on && index < 9 ? String(index + 1) : null}
          />
        ))}
      </ol>
      {keys.help.shown ? (
        <ShortcutsDialog keys={keys} of={[{ shown: '1–9', says: t('console.keys.openRoom') }]} />
      ) : null}
    </div>
  )
}

interface RoomCardProps {
  room: Room
  clock: ServerClock
  old: boolean
  shortcut: string | null
}

function RoomCard({ room, clock, old, shortcut }: RoomCardProps) {
  const { t } = useTranslation()
  const times = useTimes()
  const nowMs = useServerNow(clock)
  const { courtroom, underWay, due, attendance } = room
  const alarm = attendance?.alarm ?? null
  const alarmed = !old && alarm !== null
  const hearing = underWay ?? due[0] ?? null
  return (
    <li className={`card room-card${alarmed ? ' room-card--alarm' : ''}`}>
      <h2 className="room-card__name">
        <Link className="room-card__link" href={`/console/${courtroom.id}`}>
          {courtroom.name}
        </Link>
        {shortcut === null ? null : (
          <kbd className="with-keys" aria-hidden="true">
            {shortcut}
          </kbd>
        )}
      </h2>
      <p className="room-card__state">
        {old ? (
          <Status tone="warn">{t('console.notKnown')}</Status>
        ) : underWay === null ? (
          due.length > 0 ? (
            <StateBadge state="scheduled" size="large" word={t('desk.state.scheduled')} />
          ) : (
            <Status tone="quiet">{t('console.free')}</Status>
          )
        ) : (
          <StateBadge
            state={underWay.standing.state}
            size="large"
            word={t(`desk.state.${underWay.standing.state}`)}
          />
        )}
        {old ? null : <span className="room-card__when">{whenOf(room, nowMs, times, t('desk.noTime'))}</span>}
      </p>
      <p className="room-card__hearing">{hearing === null ? ' ' : hearing.title}</p>
      <div className="room-card__signals">
        {old ? null : <CameraLine feed={courtroom.feed} />}
        {underWay?.standing.state === 'live' ? <PressLine view={old ? null : attendance} /> : null}
      </div>
    </li>
  )
}

/** For how long, or from when. */
function whenOf({ underWay, due }: Room, nowMs: number, times: Times, noTime: string): string {
  if (underWay !== null) return times.elapsed(nowMs - underWay.standing.sinceMs)
  const next = due[0]
  if (next === undefined) return ' '
  return next.plannedStartMs === null ? noTime : times.moment(next.plannedStartMs)
}
