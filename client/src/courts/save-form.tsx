import { useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { useTask } from '../ui/use-task.ts'
import { CourtFailure } from './court-failure.tsx'

export interface SaveFormProps {
  /** What the button does; without it, it saves. */
  action?: string
  /** Says what is amiss beforehand and returns null, or returns what is to be done. */
  onSubmit: () => (() => Promise<void>) | null
  children: ReactNode
}

/** A form of one of a court's settings: a button, and what came of it. */
export function SaveForm({ action, onSubmit, children }: SaveFormProps) {
  const { t } = useTranslation()
  const [saved, setSaved] = useState(false)
  const task = useTask(async (work: () => Promise<void>) => work())
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setSaved(false)
    const work = onSubmit()
    if (work !== null) setSaved(await task.run(work))
  }
  return (
    <form className="form" noValidate onSubmit={(event) => void submit(event)}>
      {children}
      <CourtFailure error={task.error} />
      <div className="page__actions">
        <Button type="submit" busy={task.busy}>
          {task.busy ? t('app.saving') : (action ?? t('app.save'))}
        </Button>
        <output className="form__done">{saved ? t('app.saved') : ''}</output>
      </div>
    </form>
  )
}
