import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Failure } from '../ui/failure.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { useTask } from '../ui/use-task.ts'
import { LoginForManagers } from './login-for-managers.tsx'

export interface PasswordAgainProps {
  title: string
  /** What will be. */
  children: ReactNode
  /** What the button does, as a verb. */
  action: string
  login: string
  work: (password: string) => Promise<void>
  onClose: () => void
}

/** Asks for the password before something that whoever finds the device unlocked must not do. */
export function PasswordAgain({ title, children, action, login, work, onClose }: PasswordAgainProps) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const [missing, setMissing] = useState(false)
  const task = useTask(work)
  const wrong = missing || (task.error instanceof ApiError && task.error.code === 'wrong_login')

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const password = field.current?.value ?? ''
    setMissing(password === '')
    if (password === '' || !(await task.run(password))) field.current?.focus()
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <p>{children}</p>
      <form className="form" noValidate onSubmit={(event) => void submit(event)}>
        <LoginForManagers login={login} />
        <PasswordField
          ref={field}
          label={t('account.password.current')}
          error={wrong ? t('account.password.currentWrong') : null}
          name="current-password"
          autoComplete="current-password"
          required
        />
        {wrong ? null : <Failure error={task.error} />}
        <div className="page__actions">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" busy={task.busy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
