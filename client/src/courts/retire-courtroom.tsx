import type { CourtroomSummary, RetiredCourtroom } from '@press-gallery/server/protocol/desk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../desk/use-times.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { useTask } from '../ui/use-task.ts'
import { CourtFailure } from './court-failure.tsx'

export interface RetireCourtroomProps {
  courtroom: Pick<CourtroomSummary, 'name'>
  retire: () => Promise<void>
  onDone: () => void
}

/** Takes a courtroom out of use, once it has been said what that means; where something is still held there, says what to do first. */
export function RetireCourtroom({ courtroom: { name }, retire, onDone }: RetireCourtroomProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const task = useTask(async () => {
    await retire()
    setAsking(false)
    onDone()
  })
  const inUse = { what: t('courts.rooms.retireInUse.what'), next: t('courts.rooms.retireInUse.next') }
  return (
    <>
      <Button onClick={() => setAsking(true)} aria-label={t('courts.rooms.retireOne', { name })}>
        {t('courts.rooms.retire')}
      </Button>
      {asking ? (
        <Dialog title={t('courts.rooms.retireTitle', { name })} onClose={() => setAsking(false)}>
          <p>{t('courts.rooms.retireBody')}</p>
          <CourtFailure error={task.error} here={{ in_use: inUse }} />
          <div className="page__actions">
            <Button onClick={() => setAsking(false)}>{t('app.cancel')}</Button>
            <Button look="primary" busy={task.busy} onClick={() => void task.run()}>
              {t('courts.rooms.retire')}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  )
}

export interface RetiredCourtroomRowProps {
  courtroom: RetiredCourtroom
  bringBack: () => Promise<void>
  onDone: () => void
}

/** A courtroom that is used no more, and the way back. */
export function RetiredCourtroomRow({ courtroom, bringBack, onDone }: RetiredCourtroomRowProps) {
  const { t } = useTranslation()
  const times = useTimes()
  const { name, retiredMs } = courtroom
  const task = useTask(async () => {
    await bringBack()
    onDone()
  })
  return (
    <li className="row">
      <div className="row__words">
        <strong>{name}</strong>
        <p className="row__facts">{t('courts.rooms.retiredSince', { time: times.moment(retiredMs) })}</p>
        <CourtFailure error={task.error} />
      </div>
      <Button
        busy={task.busy}
        onClick={() => void task.run()}
        aria-label={t('courts.rooms.bringBackOne', { name })}
      >
        {t('courts.rooms.bringBack')}
      </Button>
    </li>
  )
}
