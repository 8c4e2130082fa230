import { courtRequest } from '@press-gallery/server/protocol/desk'
import { useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { SaveOrCancel } from '../ui/save-or-cancel.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { focusFirstInvalid } from '../ui/focus-first-invalid.ts'
import { useTask } from '../ui/use-task.ts'
import type { CourtApi, CourtSummary } from './court-api.ts'
import { CourtFailure } from './court-failure.tsx'
import { idFrom } from './new-id.ts'
import { nothingInThree, ThreeFields } from './three-fields.tsx'

export interface NewCourtDialogProps {
  api: CourtApi
  /** Ids of the courts there are. */
  taken: readonly string[]
  onDone: (court: CourtSummary) => void
  onClose: () => void
}

export function NewCourtDialog({ api, taken, onDone, onClose }: NewCourtDialogProps) {
  const { t } = useTranslation()
  const form = useRef<HTMLFormElement>(null)
  const [name, setName] = useState('')
  const [names, setNames] = useState(nothingInThree)
  const [missing, setMissing] = useState(false)
  const task = useTask(async () => {
    const id = idFrom(names.en || name, 'court', taken)
    onDone(await api.create(courtRequest.parse({ id, name, names })))
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    flushSync(() => setMissing(name.trim() === ''))
    if (name.trim() === '') focusFirstInvalid(form.current)
    else void task.run()
  }
  return (
    <Dialog title={t('courts.add')} onClose={onClose}>
      <form ref={form} className="form" noValidate onSubmit={submit}>
        <Field
          label={t('courts.facts.name')}
          hint={t('courts.facts.nameHint')}
          error={missing ? t('courts.facts.nameMissing') : null}
          name="court-name"
          value={name}
          maxLength={300}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
          required
        />
        <ThreeFields legend={t('courts.facts.names')} value={names} onChange={setNames} maxLength={300} />
        <CourtFailure error={task.error} />
        <SaveOrCancel busy={task.busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
