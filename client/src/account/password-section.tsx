import type { AccountAnswer } from '@press-gallery/server/protocol/account'
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { NewPasswordField } from '../sign-in/new-password-field.tsx'
import { mayBeTaken } from '../sign-in/password-rules.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { Section } from '../ui/section.tsx'
import { useTask } from '../ui/use-task.ts'
import { LoginForManagers } from './login-for-managers.tsx'
import type { AccountApi } from './account-api.ts'

export interface PasswordSectionProps {
  api: AccountApi
  account: AccountAnswer
}

export function PasswordSection({ api, account }: PasswordSectionProps) {
  const { t } = useTranslation()
  /** A new form after each success: what was typed is forgotten. */
  const [round, setRound] = useState(0)
  return (
    <Section title={t('account.password.title')}>
      {account.hasPassword ? (
        <PasswordForm
          key={round}
          api={api}
          login={account.login}
          done={round > 0}
          onDone={() => setRound(round + 1)}
        />
      ) : (
        <p>{t('account.password.none')}</p>
      )}
    </Section>
  )
}

interface PasswordFormProps {
  api: AccountApi
  login: string
  /** By the form before this one. */
  done: boolean
  onDone: () => void
}

function PasswordForm({ api, login, done, onDone }: PasswordFormProps) {
  const { t } = useTranslation()
  const current = useRef<HTMLInputElement>(null)
  const next = useRef<HTMLInputElement>(null)
  const [wrong, setWrong] = useState<'current' | 'next' | null>(null)
  const task = useTask(api.changePassword)
  const refused = task.error instanceof ApiError ? task.error.code : null
  const currentWrong = wrong === 'current' || refused === 'wrong_login'
  const nextWrong = wrong === 'next' || refused === 'bad_request'

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const typed = { current: current.current?.value ?? '', next: next.current?.value ?? '' }
    const amiss = typed.current === '' ? 'current' : mayBeTaken(typed.next, login) ? null : 'next'
    setWrong(amiss)
    if (amiss !== null) (amiss === 'current' ? current : next).current?.focus()
    else if (await task.run(typed.current, typed.next)) onDone()
    else current.current?.focus()
  }

  return (
    <form className="form" noValidate onSubmit={(event) => void submit(event)}>
      <p className="page__lead">{t('account.password.lead')}</p>
      <LoginForManagers login={login} />
      <PasswordField
        ref={current}
        label={t('account.password.current')}
        error={currentWrong ? t('account.password.currentWrong') : null}
        name="current-password"
        autoComplete="current-password"
        required
      />
      <NewPasswordField ref={next} login={login} error={nextWrong ? t('signIn.passwordUnfit') : null} />
      {refused === 'wrong_login' || refused === 'bad_request' ? null : <Failure error={task.error} />}
      <div className="page__actions">
        <Button type="submit" busy={task.busy}>
          {t(task.busy ? 'app.saving' : 'account.password.submit')}
        </Button>
        <output className="form__done">{done ? t('account.password.done') : ''}</output>
      </div>
    </form>
  )
}
