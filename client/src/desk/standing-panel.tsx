import type { AttendanceView } from '@press-gallery/server/protocol/attendance'
import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import {
  isOver,
  isUnderWay,
  type HearingState,
  type Standing,
} from '@press-gallery/server/protocol/hearing-state'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import { RecordingLine } from '../hearings/recording-line.tsx'
import { Status, type StatusTone } from '../ui/status.tsx'
import { CameraLine } from './camera-line.tsx'
import { PressLine } from './press-line.tsx'
import { useTimes } from './use-times.ts'
import { useServerNow } from '../ui/use-server-now.ts'
import { useInMyLanguage } from './use-in-my-language.ts'

export const toneOfState: Record<HearingState, StatusTone> = {
  scheduled: 'quiet',
  live: 'good',
  recess: 'warn',
  closed: 'bad',
  ended: 'quiet',
  sealed: 'quiet',
  cancelled: 'quiet',
}

export interface StandingPanelProps {
  clock: ServerClock
  hearing: DeskHearing
  standing: Standing
  /** The server does not answer: all of this may be out of date. */
  old: boolean
  heardMs: number | null
  /** Who can see and hear; null: not known; undefined: not this person's to know. */
  attendance: AttendanceView | null | undefined
}

/** How the hearing stands, since when, and what that means for the press; and whether this page still knows. */
export function StandingPanel({ clock, hearing, standing, old, heardMs, attendance }: StandingPanelProps) {
  const { t } = useTranslation()
  const times = useTimes()
  const inMyLanguage = useInMyLanguage()
  const nowMs = useServerNow(clock)
  const { state, sinceMs, ground } = standing
  const elapsed = times.elapsed(nowMs - sinceMs)
  return (
    <section className={`card standing standing--${old ? 'old' : state}`} aria-labelledby="standing-title">
      <h2 className="visually-hidden" id="standing-title">
        {t('desk.standing')}
      </h2>
      <div aria-live="polite">
        <p className="standing__state">
          <Status tone={old ? 'quiet' : toneOfState[state]}>
            {old ? t('desk.lastKnown', { state: t(`desk.state.${state}`) }) : t(`desk.state.${state}`)}
          </Status>
        </p>
        <p>{t(old ? 'desk.meaning.old' : `desk.meaning.${state}`)}</p>
      </div>
      <p className="standing__facts">
        {state === 'scheduled' || isOver(state) ? (
          <span>{times.ofHearing({ ...hearing, standing })}</span>
        ) : (
          <>
            <span>{t(`desk.began.${state}`, { time: times.clock(sinceMs) })}</span>
            <span className="standing__elapsed">{old ? '\u00a0' : t('desk.for', { elapsed })}</span>
          </>
        )}
        {ground === null ? null : <span>{t('desk.groundIs', { ground: inMyLanguage(ground) })}</span>}
      </p>
      {attendance === undefined ? null : <PressLine view={old ? null : attendance} />}
      <p className="standing__signals">
        {old ? null : (
          <>
            <CameraLine feed={hearing.feed} />
            {isUnderWay(state) ? <RecordingLine state={hearing.recording} /> : null}
          </>
        )}
        <Status tone={old ? 'warn' : 'good'}>
          {old
            ? t('desk.notUpToDate', {
                time: heardMs === null ? '—' : times.clock(heardMs + clock.offsetMs()),
              })
            : t('desk.upToDate')}
        </Status>
      </p>
      {isOver(state) ? null : (
        <p className="page__lead">{t(`desk.closedRecording.${hearing.closedRecording}`)}</p>
      )}
    </section>
  )
}
