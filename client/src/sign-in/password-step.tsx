import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import type { Credentials } from '../api/client.ts'
import { errorWords, type ErrorWords } from '../i18n/error-words.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { PasswordField } from '../ui/password-field.tsx'

export interface PasswordStepProps {
  signIn: (credentials: Credentials) => Promise<void>
  /** The password is right, and a code is wanted as well. */
  onCodeNeeded: (credentials: Credentials) => void
  /** From an earlier try. */
  login: string
}

/** Where an error belongs: to a field, or to the form as a whole. */
type FormError =
  { field: 'login' | 'password'; missing: true } | { field: 'password' | null; words: ErrorWords }

export function PasswordStep({ signIn, onCodeNeeded, login: initialLogin }: PasswordStepProps) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<FormError | null>(null)
  const login = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)

  const fail = (failure: FormError): void => {
    setError(failure)
    const field = failure.field === 'login' ? login : password
    if (failure.field !== null) field.current?.focus()
  }

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const loginValue = login.current?.value.trim() ?? ''
    const passwordValue = password.current?.value ?? ''
    if (loginValue === '') return fail({ field: 'login', missing: true })
    if (passwordValue === '') return fail({ field: 'password', missing: true })
    setError(null)
    setBusy(true)
    const credentials = { login: loginValue, password: passwordValue }
    try {
      await signIn(credentials)
    } catch (refusal) {
      setBusy(false)
      const code = refusal instanceof ApiError ? refusal.code : null
      if (code === 'second_factor_needed') onCodeNeeded(credentials)
      else fail({ field: code === 'wrong_login' ? 'password' : null, words: errorWords(refusal) })
    }
  }

  const wordsFor = (field: 'login' | 'password'): string | null => {
    if (error?.field !== field) return null
    if ('missing' in error) return t(field === 'login' ? 'signIn.loginMissing' : 'signIn.passwordMissing')
    return `${t(`error.${error.words}.what`)} ${t(`error.${error.words}.next`)}`
  }

  return (
    <>
      {error !== null && error.field === null ? <WholeFormError words={error.words} /> : null}
      <form className="card" noValidate onSubmit={(event) => void submit(event)}>
        <Field
          ref={login}
          label={t('signIn.login')}
          error={wordsFor('login')}
          name="login"
          defaultValue={initialLogin}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={128}
          required
        />
        <PasswordField
          ref={password}
          label={t('signIn.password')}
          error={wordsFor('password')}
          name="password"
          autoComplete="current-password"
          required
        />
        <Button type="submit" look="primary" busy={busy}>
          {busy ? t('signIn.busy') : t('signIn.submit')}
        </Button>
      </form>
    </>
  )
}

/** Whoever is throttled is told how long it lasts, and what goes on working. */
function WholeFormError({ words }: { words: ErrorWords }) {
  const { t } = useTranslation()
  if (words === 'too_many_requests') {
    return <Notice tone="bad" what={t('signIn.throttled.what')} next={t('signIn.throttled.next')} />
  }
  return <Notice tone="bad" what={t(`error.${words}.what`)} next={t(`error.${words}.next`)} />
}
