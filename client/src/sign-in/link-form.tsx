import type { LinkLookAnswer } from '@press-gallery/server/protocol/account'
import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Field } from '../ui/field.tsx'
import { Moment } from '../ui/moment.tsx'
import { useTask } from '../ui/use-task.ts'
import { CodeField, codeOf } from './code-field.tsx'
import { isWrongCode } from './code-step.tsx'
import { NewPasswordField } from './new-password-field.tsx'
import { mayBeTaken } from './password-rules.ts'

export interface LinkFormProps {
  link: LinkLookAnswer
  redeem: (given: { password: string; code?: string }) => Promise<SessionAnswer>
  onUsed: (person: SessionAnswer) => void
}

export function LinkForm({ link, redeem, onUsed }: LinkFormProps) {
  const { t } = useTranslation()
  const password = useRef<HTMLInputElement>(null)
  const code = useRef<HTMLInputElement>(null)
  const [unfit, setUnfit] = useState(false)
  const task = useTask(async (given: { password: string; code?: string }) => onUsed(await redeem(given)))
  const refused = task.error instanceof ApiError ? task.error.code : null
  const wrongCode = isWrongCode(task.error)
  const passwordRefused = unfit || refused === 'bad_request'

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const chosen = password.current?.value ?? ''
    const takeable = mayBeTaken(chosen, link.login)
    setUnfit(!takeable)
    if (!takeable) {
      password.current?.focus()
      return
    }
    const done = await task.run({
      password: chosen,
      ...(link.needsCode ? { code: codeOf(code.current) } : {}),
    })
    if (!done) (code.current ?? password.current)?.focus()
  }

  return (
    <>
      {wrongCode || passwordRefused ? null : (
        <Failure
          error={task.error}
          here={{
            link_ended: { what: t('signIn.link.ended.what'), next: t('signIn.link.ended.next') },
            too_many_requests: { what: t('signIn.throttled.what'), next: t('signIn.throttled.next') },
          }}
        />
      )}
      <form className="card" noValidate onSubmit={(event) => void submit(event)}>
        <Field
          label={t('signIn.login')}
          hint={t('signIn.link.loginHint')}
          name="login"
          value={link.login}
          readOnly
          autoComplete="username"
        />
        <NewPasswordField
          ref={password}
          login={link.login}
          error={passwordRefused ? t('signIn.passwordUnfit') : null}
        />
        {link.needsCode ? (
          <CodeField ref={code} takes="any" error={wrongCode ? t('signIn.codeWrong') : null} />
        ) : null}
        <Button type="submit" look="primary" busy={task.busy}>
          {t(task.busy ? 'signIn.busy' : 'signIn.link.submit')}
        </Button>
      </form>
      <p className="page__lead">
        {t('signIn.link.ends')} <Moment ms={link.endsMs} />.
      </p>
    </>
  )
}
