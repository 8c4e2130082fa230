import type { Ejection } from '@press-gallery/server/protocol/accreditation'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { useTask } from '../ui/use-task.ts'
import type { DeskApi } from './desk-api.ts'
import { DeskFailure } from './desk-parts.tsx'
import { usePolled } from './use-polled.ts'
import { useTimes } from './use-times.ts'

export interface EjectionsPanelProps {
  api: DeskApi
  hearingId: string
  /** The hearing is over: there is nothing to be let back into. */
  over: boolean
  /** How many were put out from this page: with another number the list is asked for at once. */
  made: number
}

/** Others put people out, and let them in, as well. */
const everyMs = 5000

/** Who was put out of the hearing, by whom and why, and the way back in. Nothing where nobody was. */
export function EjectionsPanel({ api, hearingId, over, made }: EjectionsPanelProps) {
  const { t } = useTranslation()
  const ask = useCallback(() => api.ejections(hearingId), [api, hearingId])
  const { value: ejections, error, again } = usePolled(ask, everyMs)
  const [lettingIn, setLettingIn] = useState<Ejection | null>(null)
  useEffect(() => {
    if (made > 0) again()
  }, [made, again])
  if (ejections === null) return error === null ? null : <DeskFailure error={error} />
  if (ejections.length === 0) return null
  return (
    <section className="card ejections" aria-labelledby="ejections-title">
      <h2 id="ejections-title">{t('desk.ejections')}</h2>
      {error === null ? null : <Notice tone="warn" what={t('desk.ejectionsOld')} />}
      <ul className="viewers">
        {ejections.map((ejection) => (
          <li className="viewer" key={ejection.personId}>
            <div className="viewer__who">
              <strong>{ejection.name}</strong>
              <span className="viewer__more">
                <Circumstances ejection={ejection} />
              </span>
            </div>
            {over ? null : (
              <Button
                look="quiet"
                aria-label={t('desk.letInOne', { name: ejection.name })}
                onClick={() => setLettingIn(ejection)}
              >
                {t('desk.letIn')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {lettingIn === null ? null : (
        <LetInDialog
          ejection={lettingIn}
          letIn={() => api.letIn(hearingId, lettingIn.personId)}
          onDone={again}
          onClose={() => setLettingIn(null)}
        />
      )}
    </section>
  )
}

/** Why, by whom and when. */
function Circumstances({ ejection: { reason, ejectedBy, ejectedMs } }: { ejection: Ejection }) {
  const { t } = useTranslation()
  const times = useTimes()
  const by = t('desk.ejectedBy', { name: ejectedBy, time: times.exact(ejectedMs) })
  return `${t(`desk.ejection.${reason}`)} · ${by}`
}

interface LetInDialogProps {
  ejection: Ejection
  letIn: () => Promise<void>
  onDone: () => void
  onClose: () => void
}

function LetInDialog({ ejection, letIn, onDone, onClose }: LetInDialogProps) {
  const { t } = useTranslation()
  const task = useTask(async () => {
    await letIn()
    onClose()
    onDone()
  })
  const refused = { what: t('desk.letInRefused.what'), next: t('desk.letInRefused.next') }
  return (
    <Dialog title={t('desk.letInOne', { name: ejection.name })} onClose={onClose}>
      <p className="page__lead">
        <Circumstances ejection={ejection} />
      </p>
      <p>{t('desk.letInBody')}</p>
      <DeskFailure error={task.error} here={{ refused }} />
      <div className="page__actions">
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button look="primary" busy={task.busy} onClick={() => void task.run()}>
          {t('desk.letIn')}
        </Button>
      </div>
    </Dialog>
  )
}
