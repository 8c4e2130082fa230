import type { CourtroomSummary } from '@press-gallery/server/protocol/desk'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useTask } from '../ui/use-task.ts'
import { CourtFailure } from './court-failure.tsx'

export interface RemoveCourtroomProps {
  courtroom: Pick<CourtroomSummary, 'name'>
  remove: () => Promise<void>
  onDone: () => void
}

/** Takes a courtroom away that nothing refers to; where something does, says what stands in the way and what can be done instead. */
export function RemoveCourtroom({ courtroom: { name }, remove, onDone }: RemoveCourtroomProps) {
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const task = useTask(async () => {
    await remove()
    setAsking(false)
    onDone()
  })
  const inUse = { what: t('courts.rooms.inUse.what'), next: t('courts.rooms.inUse.next') }
  return (
    <>
      <Button onClick={() => setAsking(true)} aria-label={t('courts.rooms.removeOne', { name })}>
        {t('courts.rooms.remove')}
      </Button>
      {asking ? (
        <Confirm
          title={t('courts.rooms.removeTitle', { name })}
          action={t('courts.rooms.remove')}
          busy={task.busy}
          onConfirm={() => void task.run()}
          onClose={() => setAsking(false)}
        >
          <p>{t('courts.rooms.removeBody')}</p>
          <CourtFailure error={task.error} here={{ in_use: inUse }} />
        </Confirm>
      ) : null}
    </>
  )
}
