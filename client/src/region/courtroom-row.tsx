import type { RecordingState } from '@press-gallery/server/protocol/api'
import { attendanceView } from '@press-gallery/server/protocol/attendance'
import { useTranslation } from 'react-i18next'
import { CameraLine } from '../desk/camera-line.tsx'
import { useTimes } from '../desk/use-times.ts'
import { CaseNumber } from '../hearings/case-number.tsx'
import { Link } from '../ui/link.tsx'
import { StateBadge } from '../ui/state-badge.tsx'
import { Status, type StatusTone } from '../ui/status.tsx'
import type { RegionCourtroom } from './attention.ts'

export interface CourtroomRowProps {
  courtroom: RegionCourtroom
  isAlarmed: boolean
  /** The server does not answer: how things stand now is not known. */
  isOld: boolean
}

/** One courtroom: what is on in it, and whether camera, recording and the press are well. */
export function CourtroomRow({ courtroom, isAlarmed, isOld }: CourtroomRowProps) {
  const { t } = useTranslation()
  const times = useTimes()
  const { name, feed, hearing } = courtroom
  const look = isOld ? 'region-room--old' : isAlarmed ? 'region-room--alarmed' : ''
  const state = hearing?.standing.state
  return (
    <li className={`region-room ${look}`}>
      <h3 className="region-room__name">{name}</h3>
      <div className="region-room__state">
        {hearing === null || state === undefined ? (
          <Status tone="quiet">{t('region.noHearing')}</Status>
        ) : isOld ? (
          <Status tone="quiet">{t('desk.lastKnown', { state: t(`desk.state.${state}`) })}</Status>
        ) : (
          <StateBadge state={state} word={t(`desk.state.${state}`)} />
        )}
      </div>
      <div className="region-room__hearing">
        {hearing === null ? null : (
          <>
            <Link href={`/desk/hearings/${hearing.id}`}>{hearing.title}</Link>
            <span className="page__lead">
              <CaseNumber number={hearing.caseNumber} />
              {' · '}
              {hearing.standing.state === 'scheduled'
                ? times.ofHearing(hearing)
                : t(`desk.began.${hearing.standing.state}`, { time: times.clock(hearing.standing.sinceMs) })}
            </span>
          </>
        )}
      </div>
      {/* What is out of date would be a claim that nobody can stand for. */}
      {isOld ? null : (
        <div className="region-room__signals">
          <CameraLine feed={feed} />
          {hearing === null || state === 'scheduled' ? null : (
            <>
              <Status tone={toneOfRecording[hearing.recording]}>
                {t(`region.recording.${hearing.recording}`)}
              </Status>
              <Press hearing={hearing} />
            </>
          )}
        </div>
      )}
    </li>
  )
}

const toneOfRecording: Record<RecordingState, StatusTone> = {
  starting: 'quiet',
  recording: 'good',
  sealed: 'good',
  paused: 'quiet',
  stalled: 'bad',
  disk_full: 'bad',
  stopped: 'bad',
}

type Hearing = NonNullable<RegionCourtroom['hearing']>

/** Who of those who watch really get it. */
function Press({ hearing: { watching, seeing, hearing, alarm, standing } }: { hearing: Hearing }) {
  const { t } = useTranslation()
  if (standing.state !== 'live') return null
  if (watching === 0) return <Status tone="quiet">{t('desk.health.nobody')}</Status>
  const sees = t('desk.countOf', { n: seeing, of: watching })
  const hears = t('desk.countOf', { n: hearing, of: watching })
  const counts = t('desk.pressCounts', { sees, hears })
  const known = attendanceView.shape.alarm.safeParse(alarm).data ?? null
  if (alarm === null)
    return <Status tone={seeing >= watching && hearing >= watching ? 'good' : 'quiet'}>{counts}</Status>
  return (
    <Status tone="bad">
      {known === null ? t('region.alarm') : t(`desk.alarm.${known}`)} ({counts})
    </Status>
  )
}
