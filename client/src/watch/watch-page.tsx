import type { HearingSummary } from '@press-gallery/server/protocol/api'
import type { Complaint } from '@press-gallery/server/protocol/attendance'
import type { Role } from '@press-gallery/server/protocol/identifiers'
import { isOver } from '@press-gallery/server/protocol/hearing-state'
import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { CaseNumber } from '../hearings/case-number.tsx'
import { RecordingLine } from '../hearings/recording-line.tsx'
import type { HearingsView } from '../hearings/use-hearings.ts'
import type { Api } from '../api/client.ts'
import type { ServerClock } from '../api/server-clock.ts'
import type { Viewing } from '../player/viewing.ts'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { StateBadge } from '../ui/state-badge.tsx'
import { ComplaintButtons } from './complaint.tsx'
import { FeedPanel } from './feed-panel.tsx'
import { PathPanel } from './path-panel.tsx'
import { PressPanel } from './press-panel.tsx'
import { QualityPanel } from './quality-panel.tsx'
import { Stage } from './stage.tsx'
import { stageState } from './stage-state.ts'
import { NotMineWords } from './stop-words.tsx'
import { UndertakingPage } from './undertaking-page.tsx'
import { useAttendance, usePlayerSnapshot, useViewing, type ViewingProps } from './use-viewing.ts'

export interface WatchPageProps extends ViewingProps {
  api: Api
  role: Role
  view: HearingsView
  sessionEnded: () => void
}

export function WatchPage({ api, role, view, sessionEnded, ...props }: WatchPageProps) {
  const { t } = useTranslation()
  const { hearings, stale } = view
  const { hearingId, clock } = props
  const hearing = hearings?.find(({ id }) => id === hearingId) ?? null
  const viewing = useViewing(props, hearing)
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
          {hearing === null ? (
            '\u00a0'
          ) : (
            <>
              <CaseNumber number={hearing.caseNumber} /> · {hearing.courtroom}
            </>
          )}
        </p>
      </header>
      <WatchBody
        {...{ api, viewing, hearingId, hearing, stale, role, clock, sessionEnded }}
        awaited={hearings === null && !stale}
      />
    </div>
  )
}

interface WatchBodyProps {
  api: Api
  viewing: Viewing
  hearingId: string
  hearing: HearingSummary | null
  /** The list is still on its way. */
  awaited: boolean
  /** What `hearing` says of the courtroom is out of date. */
  stale: boolean
  role: Role
  clock: ServerClock
  sessionEnded: () => void
}

function WatchBody(props: WatchBodyProps) {
  const { api, viewing, hearingId, hearing, awaited, stale, role, clock, sessionEnded } = props
  const { player } = viewing
  const snapshot = usePlayerSnapshot(player)
  const attendance = useAttendance(viewing)
  const state = stageState(attendance, snapshot)
  // While the connection stands, it tells sooner than the list; without either, nothing may be claimed.
  const told = snapshot.shown === 'webrtc' && snapshot.state === 'playing' ? snapshot.feed : null
  const feed = told ?? (stale ? null : (hearing?.feed ?? null))
  const stats = useCallback(() => player.stats(), [player])
  const complain = useCallback((missing: Complaint['missing']) => viewing.complain(missing), [viewing])

  const isSignedOut =
    (state.kind === 'ended' && state.code === 'not_signed_in') ||
    (state.kind === 'out' && state.putOut.why === 'signed_out')
  useEffect(() => {
    if (isSignedOut) sessionEnded()
  }, [isSignedOut, sessionEnded])

  if (state.kind === 'undertaking')
    return <UndertakingPage api={api} hearingId={hearingId} onAccepted={() => viewing.askAgain()} />
  const isOnAir = state.kind === 'picture'
  // Nothing comes any more: there is nothing to set, and nothing to miss.
  const isFinal = state.kind === 'slate' && state.slate !== 'unknown' && isOver(state.slate)
  const isNotMine = state.kind === 'ended' && state.code === 'refused' && hearing?.mayWatch === false
  return (
    <div className="watch__body">
      <Stage
        {...{ viewing, snapshot, attendance, state, isFinal, feed, clock }}
        notMine={isNotMine ? <NotMineWords api={api} hearing={hearing} /> : null}
        plannedStartMs={hearing?.plannedStartMs ?? null}
      />
      <aside className="watch__side" hidden={!isOnAir && state.kind !== 'slate'}>
        <div className="watch__states">
          {state.kind === 'slate' && state.slate !== 'unknown' ? (
            <StateBadge state={state.slate} size="large" />
          ) : (
            <FeedPanel feed={feed} stale={stale} clock={clock} />
          )}
          {role === 'technician' && hearing !== null && !stale ? (
            <RecordingLine state={hearing.recording} />
          ) : null}
        </div>
        {isFinal ? null : <ComplaintButtons complain={complain} away={!isOnAir} />}
        {hearing === null ? null : <PressPanel hearing={hearing} />}
        {/* Below what the list brings, so only then: else it would move. */}
        {awaited || isFinal ? null : (
          <>
            <QualityPanel
              stats={stats}
              path={snapshot.shown}
              live={isOnAir && snapshot.state === 'playing'}
            />
            <PathPanel player={player} snapshot={snapshot} />
          </>
        )}
      </aside>
    </div>
  )
}
