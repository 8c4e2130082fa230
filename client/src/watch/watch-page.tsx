import type { HearingSummary } from '@press-gallery/server/protocol/api'
import type { Role } from '@press-gallery/server/protocol/identifiers'
import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { RecordingLine } from '../hearings/recording-line.tsx'
import type { HearingsView } from '../hearings/use-hearings.ts'
import type { HearingPlayer } from '../player/hearing-player.ts'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { FeedPanel } from './feed-panel.tsx'
import { PathPanel } from './path-panel.tsx'
import { QualityPanel } from './quality-panel.tsx'
import { Stage } from './stage.tsx'
import { useHearingPlayer, usePlayerSnapshot, type ViewingOptions } from './use-hearing-player.ts'

export interface WatchPageProps extends ViewingOptions {
  role: Role
  view: HearingsView
  sessionEnded: () => void
}

export function WatchPage({ role, view, sessionEnded, ...viewing }: WatchPageProps) {
  const { t } = useTranslation()
  const { hearings, stale } = view
  const hearing = hearings?.find(({ id }) => id === viewing.hearingId) ?? null
  const player = useHearingPlayer(viewing)
  return (
    <div className="page watch">
      <header className="page__head">
        <p>
          <Link className="watch__back" href="/hearings">
            <Icon name="back" />
            {t('app.toHearings')}
          </Link>
        </p>
        <PageTitle title={hearing?.title ?? t('player.region')} />
        {/* The line keeps its height while the list is on its way, so that nothing moves. */}
        <p className="page__lead watch__facts">
          {hearing === null
            ? '\u00a0'
            : `${t('hearing.case', { number: hearing.caseNumber })} · ${hearing.courtroom}`}
        </p>
      </header>
      <Viewing player={player} hearing={hearing} stale={stale} role={role} sessionEnded={sessionEnded} />
    </div>
  )
}

interface ViewingProps {
  player: HearingPlayer
  hearing: HearingSummary | null
  /** What `hearing` says of the courtroom is out of date. */
  stale: boolean
  role: Role
  sessionEnded: () => void
}

function Viewing({ player, hearing, stale, role, sessionEnded }: ViewingProps) {
  const snapshot = usePlayerSnapshot(player)
  // While the connection stands, it tells sooner than the list; without either, nothing may be claimed.
  const told = snapshot.shown === 'webrtc' && snapshot.state === 'playing' ? snapshot.feed : null
  const feed = told ?? (stale ? null : (hearing?.feed ?? null))
  const ended = snapshot.state === 'ended'
  const stats = useCallback(() => player.stats(), [player])

  useEffect(() => {
    if (snapshot.endedBy === 'not_signed_in') sessionEnded()
  }, [snapshot.endedBy, sessionEnded])

  return (
    <div className="watch__body">
      <Stage player={player} snapshot={snapshot} feed={feed} />
      <aside className="watch__side" hidden={ended}>
        <div className="watch__states">
          <FeedPanel feed={feed} stale={stale} />
          {role === 'technician' && hearing !== null && !stale ? (
            <RecordingLine state={hearing.recording} />
          ) : null}
        </div>
        <QualityPanel stats={stats} path={snapshot.shown} live={snapshot.state === 'playing'} />
        <PathPanel player={player} snapshot={snapshot} />
      </aside>
    </div>
  )
}
