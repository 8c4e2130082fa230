import type { CourtroomSummary } from '@press-gallery/server/protocol/desk'
import { useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { SaveOrCancel } from '../ui/save-or-cancel.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { focusFirstInvalid } from '../ui/focus-first-invalid.ts'
import { Notice } from '../ui/notice.tsx'
import { useTask } from '../ui/use-task.ts'
import type { CourtApi } from './court-api.ts'
import { CourtFailure } from './court-failure.tsx'
import { idFrom } from './new-id.ts'
import { sourceFrom, type SourceAmiss, type SourceDraft } from './source-draft.ts'
import { SourceFields } from './source-fields.tsx'

export interface CourtroomDialogProps {
  api: CourtApi
  courtId: string
  /** Null: a new one. */
  courtroom: CourtroomSummary | null
  /** Ids of the court's. */
  taken: readonly string[]
  onDone: () => void
  onClose: () => void
}

export function CourtroomDialog({ api, courtId, courtroom, taken, onDone, onClose }: CourtroomDialogProps) {
  const { t } = useTranslation()
  const form = useRef<HTMLFormElement>(null)
  const [name, setName] = useState(courtroom?.name ?? '')
  /** Of a courtroom that is there, the camera is left alone until one says otherwise. */
  const [sourceToo, setSourceToo] = useState(courtroom === null)
  const [draft, setDraft] = useState<SourceDraft>({
    kind: courtroom?.source.kind === 'test' ? 'test' : 'rtsp',
    url: courtroom?.source.url ?? '',
    login: '',
    password: '',
  })
  const [missing, setMissing] = useState(false)
  const [amiss, setAmiss] = useState<SourceAmiss | null>(null)
  const task = useTask(async (work: () => Promise<unknown>) => {
    await work()
    onDone()
  })

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const trimmed = name.trim()
    const checked = sourceToo ? sourceFrom(draft) : { source: undefined }
    const wrong = 'amiss' in checked ? checked.amiss : null
    flushSync(() => {
      setMissing(trimmed === '')
      setAmiss(wrong)
    })
    if (trimmed === '' || 'amiss' in checked) {
      focusFirstInvalid(form.current)
      return
    }
    const { source } = checked
    if (courtroom !== null) {
      void task.run(() => api.changeCourtroom(courtroom.id, { name: trimmed, ...(source && { source }) }))
    } else if (source !== undefined) {
      const id = idFrom(`${courtId} room ${trimmed}`, 'courtroom', taken)
      void task.run(() => api.addCourtroom(courtId, { id, name: trimmed, source }))
    }
  }

  return (
    <Dialog title={courtroom?.name ?? t('courts.rooms.add')} onClose={onClose}>
      <form ref={form} className="form" noValidate onSubmit={submit}>
        <Field
          label={t('courts.rooms.name')}
          error={missing ? t('courts.rooms.nameMissing') : null}
          name="courtroom-name"
          autoComplete="off"
          maxLength={300}
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
        />
        {courtroom === null ? null : (
          <label className="check">
            <input
              type="checkbox"
              checked={sourceToo}
              onChange={(event) => setSourceToo(event.target.checked)}
            />
            {t('courts.rooms.changeSource')}
          </label>
        )}
        {sourceToo ? (
          <>
            {courtroom?.source.hasLogin === true ? (
              <Notice
                tone="info"
                what={t('courts.rooms.loginAgain.what')}
                next={t('courts.rooms.loginAgain.next')}
              />
            ) : null}
            <SourceFields draft={draft} amiss={amiss} onChange={setDraft} />
          </>
        ) : null}
        <CourtFailure error={task.error} />
        <SaveOrCancel busy={task.busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
