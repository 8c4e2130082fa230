import type { DeskAnswer } from '@press-gallery/server/protocol/desk'
import { isUnderWay, type Standing } from '@press-gallery/server/protocol/hearing-state'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import { AttendancePanel } from '../desk/attendance-panel.tsx'
import { CameraLine } from '../desk/camera-line.tsx'
import type { DeskApi } from '../desk/desk-api.ts'
import { DeskFailure } from '../desk/desk-parts.tsx'
import { OrdersPanel } from '../desk/orders-panel.tsx'
import { PressLine } from '../desk/press-line.tsx'
import { ReceiptsPanel } from '../desk/receipts-panel.tsx'
import { useHearingDesk, type HearingDesk } from '../desk/use-hearing-desk.ts'
import { useOrders } from '../desk/use-orders.ts'
import { useTimes } from '../desk/use-times.ts'
import { useServerNow } from '../ui/use-server-now.ts'
import { CaseFacts } from '../hearings/case-facts.tsx'
import { RecordingLine } from '../hearings/recording-line.tsx'
import { Link } from '../ui/link.tsx'
import { Loading } from '../ui/loading.tsx'
import { StateBadge } from '../ui/state-badge.tsx'
import { Status } from '../ui/status.tsx'
import type { ConsoleApi } from './console-api.ts'
import { PresenceLine } from './presence-line.tsx'
import { Preview } from './preview.tsx'
import { ProblemWords } from './problem-words.tsx'
import { problemsOf } from './problems.ts'
import type { Room } from './rooms.ts'

export interface HearingAtConsoleProps {
  api: ConsoleApi
  desk: DeskApi
  clock: ServerClock
  room: Room
  hearingId: string
  may: readonly string[]
  personId: string
  /** To choose another hearing; null: there is nothing to choose. */
  choice: ReactNode
  source: ReactNode
  /** The hearing has moved on: what the courtroom holds may be another one. */
  onMoved: () => void
}

/** The hearing that a courtroom holds, or is about to. */
export function HearingAtConsole(props: HearingAtConsoleProps) {
  const view = useHearingDesk(props.desk, props.hearingId, props.may.includes('hearings.attendance'))
  const { standing, error } = view
  const { onMoved } = props
  const version = standing?.version ?? null
  useEffect(() => {
    if (version !== null) onMoved()
  }, [version, onMoved])
  if (view.desk !== null && standing !== null)
    return <Loaded {...props} view={view} answer={view.desk} standing={standing} />
  return error === null ? <Loading /> : <DeskFailure error={error} />
}

interface LoadedProps extends HearingAtConsoleProps {
  view: HearingDesk
  answer: DeskAnswer
  standing: Standing
}

function Loaded(props: LoadedProps) {
  const { api, desk, clock, room, hearingId, may, personId, choice, source, view, answer, standing } = props
  const { t } = useTranslation()
  const nowMs = useServerNow(clock)
  const times = useTimes()
  const { last, give } = useOrders(desk, hearingId, view.told)
  const { hearing } = answer
  const { state } = standing
  const old = view.error !== null
  const attendance = view.attendanceError === null ? view.attendance : null
  const { recording } = hearing
  // The hearing's own answers tell of the feed as well, and are the fresher ones.
  const { feed } = hearing
  const problems = problemsOf({ feed, state, recording, attendance, nowMs })
  const underWay = isUnderWay(state)
  const reopensNot = hearing.standing.version === standing.version && !answer.orders.includes('reopen')
  return (
    <div className="console__room">
      <div className="console__picture">
        <Preview
          api={api}
          courtroomId={room.courtroom.id}
          cut={state === 'recess' || state === 'closed' ? state : null}
        />
        <p className="console__signals">
          {old ? null : <CameraLine feed={feed} />}
          {!old && underWay ? <RecordingLine state={recording} /> : null}
          {old ? <Status tone="warn">{t('console.notKnown')}</Status> : null}
        </p>
        {old
          ? null
          : problems
              .filter((problem) => problem.of !== 'press')
              .map((problem) => <ProblemWords key={problem.of} problem={problem} />)}
      </div>
      <div className="console__acts">
        <div className="console__state">
          <p aria-live="polite">
            {old ? (
              <Status tone="warn">{t('desk.lastKnown', { state: t(`desk.state.${state}`) })}</Status>
            ) : (
              <StateBadge state={state} size="large" word={t(`desk.state.${state}`)} />
            )}
          </p>
          <p className="console__elapsed">
            {underWay && !old ? times.elapsed(nowMs - standing.sinceMs) : '\u00a0'}
          </p>
        </div>
        {choice}
        <div className="console__about">
          {/* Where there is a choice, it names the hearing. */}
          {choice === null ? (
            <div>
              <h2 className="console__hearing">{hearing.title}</h2>
              <p className="page__lead">
                <CaseFacts number={hearing.caseNumber} more={[hearing.judge]} />
              </p>
            </div>
          ) : null}
          <PresenceLine people={view.presence} personId={personId} />
          {state === 'live' ? <PressLine view={old ? null : attendance} /> : null}
          {state === 'closed' ? <p>{reopensNot ? t('bench.reopen') : '\u00a0'}</p> : null}
        </div>
        {old
          ? null
          : problems
              .filter((problem) => problem.of === 'press')
              .map((problem) => <ProblemWords key={problem.of} problem={problem} />)}
        <OrdersPanel desk={answer} standing={standing} last={last} give={give} />
        {attendance === null ? null : <ReceiptsPanel {...{ attendance, standing }} given={answer.given} />}
        <p className="console__elsewhere">
          <Link href={`/desk/hearings/${hearingId}`}>{t('console.toDesk')}</Link>
        </p>
      </div>
      <div className="console__source">{source}</div>
      {may.includes('hearings.attendance') ? (
        <div className="console__press">
          <AttendancePanel
            clock={clock}
            view={view.attendance}
            error={view.error ?? view.attendanceError}
            mayEject={may.includes('hearings.eject')}
            eject={(journalistId, reason) => desk.eject(hearingId, journalistId, reason)}
          />
        </div>
      ) : null}
    </div>
  )
}
