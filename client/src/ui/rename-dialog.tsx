import { useState, type ComponentType, type FormEvent } from 'react'
import { SaveOrCancel } from './save-or-cancel.tsx'
import { Dialog } from './dialog.tsx'
import { Field } from './field.tsx'
import { useTask } from './use-task.ts'

export interface RenameDialogProps {
  title: string
  label: string
  /** Said where the field is left empty. */
  missing: string
  name: string
  maxLength: number
  /** Is not called with the name that it has. */
  rename: (name: string) => Promise<unknown>
  /** Says why it was not done; the error is null before that. */
  Failure: ComponentType<{ error: unknown }>
  onDone: () => void
  onClose: () => void
}

/** Gives something another name. */
export function RenameDialog(props: RenameDialogProps) {
  const { title, label, missing, name, maxLength, rename, Failure, onDone, onClose } = props
  const [typed, setTyped] = useState(name)
  const [isMissing, setMissing] = useState(false)
  const wanted = typed.trim()
  const task = useTask(async () => {
    if (wanted !== name) await rename(wanted)
    onClose()
    onDone()
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setMissing(wanted === '')
    if (wanted !== '') void task.run()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form className="form" noValidate onSubmit={submit}>
        <Field
          label={label}
          error={isMissing ? missing : null}
          name="new-name"
          autoComplete="off"
          maxLength={maxLength}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          required
        />
        <Failure error={task.error} />
        <SaveOrCancel busy={task.busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
