import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { useTask } from '../ui/use-task.ts'
import { ScreensFailure } from './screens-failure.tsx'

export interface RenameDialogProps {
  name: string
  rename: (name: string) => Promise<unknown>
  onDone: () => void
  onClose: () => void
}

export function RenameDialog({ name, rename, onDone, onClose }: RenameDialogProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState(name)
  const [checked, setChecked] = useState(false)
  const task = useTask(async () => {
    await rename(typed.trim())
    onClose()
    onDone()
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setChecked(true)
    if (typed.trim() !== '') void task.run()
  }
  return (
    <Dialog title={t('screens.renameOne', { name })} onClose={onClose}>
      <form className="form" noValidate onSubmit={submit}>
        <Field
          label={t('screens.name')}
          error={checked && typed.trim() === '' ? t('screens.nameMissing') : null}
          name="screen-name"
          autoComplete="off"
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          required
        />
        <ScreensFailure error={task.error} />
        <div className="page__actions">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" busy={task.busy}>
            {t(task.busy ? 'app.saving' : 'app.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

export interface RemoveScreenDialogProps {
  name: string
  remove: () => Promise<void>
  onDone: () => void
  onClose: () => void
}

export function RemoveScreenDialog({ name, remove, onDone, onClose }: RemoveScreenDialogProps) {
  const { t } = useTranslation()
  const task = useTask(async () => {
    await remove()
    onClose()
    onDone()
  })
  return (
    <Confirm
      title={t('screens.removeOne', { name })}
      action={t('screens.remove')}
      busy={task.busy}
      onConfirm={() => void task.run()}
      onClose={onClose}
    >
      <p>{t('screens.removeLead')}</p>
      <ScreensFailure error={task.error} />
    </Confirm>
  )
}
