import type { AttendanceView, EjectionReason } from '@press-gallery/server/protocol/attendance'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { Status } from '../ui/status.tsx'
import { healthOf, inOrderOfNeed, type Viewer } from './attendance-model.ts'
import { DeskFailure } from './desk-parts.tsx'
import { EjectDialog } from './eject-dialog.tsx'
import { useTimes } from './use-times.ts'
import { useServerNow } from '../ui/use-server-now.ts'
import { ViewerRow } from './viewer-row.tsx'

export interface AttendancePanelProps {
  clock: ServerClock
  /** Null: not known (yet). */
  view: AttendanceView | null
  /** Who watches could not be asked: what is shown may be out of date. */
  error: unknown
  mayEject: boolean
  eject: (personId: string, reason: EjectionReason) => Promise<void>
}

/** How many can see and hear, an alarm when it falls, and everybody who is on. */
export function AttendancePanel(props: AttendancePanelProps) {
  const { t } = useTranslation()
  const { view, error } = props
  return (
    <section className="card attendance" aria-labelledby="attendance-title">
      <h2 id="attendance-title">{t('desk.attendance')}</h2>
      {view === null ? (
        error === null ? (
          <Loading />
        ) : (
          <DeskFailure error={error} />
        )
      ) : (
        <Watching {...props} view={view} />
      )}
    </section>
  )
}

function Watching({ clock, view, error, mayEject, eject }: AttendancePanelProps & { view: AttendanceView }) {
  const { t, i18n } = useTranslation()
  const times = useTimes()
  const nowMs = useServerNow(clock)
  const [ejecting, setEjecting] = useState<Viewer | null>(null)
  const health = healthOf(view)
  const { watching, seeing, hearing, alarm, alarmSinceMs, viewers } = view
  const old = error !== null
  return (
    <>
      {/* Its place is kept, so that an alarm moves nothing. */}
      <div className="attendance__health">
        <div role="alert">
          {health === 'alarm' && alarm !== null && !old ? (
            <div className="alarm">
              <Status tone="bad">{t(`desk.alarm.${alarm}`)}</Status>
              {alarmSinceMs === null ? null : (
                <span>{t('desk.alarmSince', { time: times.clock(alarmSinceMs) })}</span>
              )}
            </div>
          ) : null}
        </div>
        {old ? <Notice tone="warn" what={t('desk.attendanceOld')} /> : null}
        {(!old || viewers.length === 0) && health !== 'alarm' ? (
          <Status tone={health === 'all' || health === 'allWhoTell' ? 'good' : 'quiet'}>
            {t(`desk.health.${health}`)}
          </Status>
        ) : null}
      </div>
      {viewers.length === 0 ? null : (
        <>
          <dl className="counts">
            <Count name={t('desk.canSee')} count={seeing} of={watching} />
            <Count name={t('desk.canHear')} count={hearing} of={watching} />
          </dl>
          <ul className="viewers">
            {inOrderOfNeed(viewers, i18n.resolvedLanguage ?? 'en').map((viewer) => (
              <ViewerRow
                key={viewer.viewingId}
                viewer={viewer}
                onSince={times.elapsed(nowMs - viewer.sinceMs)}
                onEject={mayEject && viewer.role === 'journalist' ? () => setEjecting(viewer) : null}
              />
            ))}
          </ul>
        </>
      )}
      {ejecting === null ? null : (
        <EjectDialog
          name={ejecting.name}
          eject={(reason) => eject(ejecting.personId, reason)}
          onClose={() => setEjecting(null)}
        />
      )}
    </>
  )
}

function Count({ name, count, of }: { name: string; count: number; of: number }) {
  const { t } = useTranslation()
  return (
    <div className="counts__one">
      <dt>{name}</dt>
      <dd>{t('desk.countOf', { n: count, of })}</dd>
    </div>
  )
}
