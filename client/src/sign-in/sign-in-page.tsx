import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import type { Credentials } from '../api/client.ts'
import { errorWords, type ErrorWords } from '../i18n/error-words.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/field.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'

export interface SignInPageProps {
  signIn: (credentials: Credentials) => Promise<void>
  sessionEnded: boolean
}

/** Where an error belongs: to a field, or to the form as a whole. */
type FormError =
  { field: 'login' | 'password'; missing: true } | { field: 'password' | null; words: ErrorWords }

export function SignInPage({ signIn, sessionEnded }: SignInPageProps) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [shown, setShown] = useState(false)
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
    try {
      await signIn({ login: loginValue, password: passwordValue })
    } catch (refusal) {
      setBusy(false)
      const wrongLogin = refusal instanceof ApiError && refusal.code === 'wrong_login'
      fail({ field: wrongLogin ? 'password' : null, words: errorWords(refusal) })
    }
  }

  const wordsFor = (field: 'login' | 'password'): string | null => {
    if (error?.field !== field) return null
    if ('missing' in error) return t(field === 'login' ? 'signIn.loginMissing' : 'signIn.passwordMissing')
    return `${t(`error.${error.words}.what`)} ${t(`error.${error.words}.next`)}`
  }

  return (
    <div className="page page--narrow">
      <header className="page__head">
        <PageTitle title={t('signIn.title')} />
        <p className="page__lead">{t('signIn.lead')}</p>
      </header>
      {sessionEnded && error === null ? <Notice tone="info" what={t('signIn.sessionEnded')} /> : null}
      {error !== null && error.field === null ? (
        <Notice tone="bad" what={t(`error.${error.words}.what`)} next={t(`error.${error.words}.next`)} />
      ) : null}
      <form className="card" noValidate onSubmit={(event) => void submit(event)}>
        <Field
          ref={login}
          label={t('signIn.login')}
          error={wordsFor('login')}
          name="login"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={128}
          required
        />
        <Field
          ref={password}
          label={t('signIn.password')}
          error={wordsFor('password')}
          name="password"
          type={shown ? 'text' : 'password'}
          autoComplete="current-password"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={1024}
          required
        />
        <label className="check">
          <input type="checkbox" checked={shown} onChange={(event) => setShown(event.target.checked)} />
          {t('signIn.showPassword')}
        </label>
        <Button type="submit" look="primary" busy={busy}>
          {busy ? t('signIn.busy') : t('signIn.submit')}
        </Button>
      </form>
      <p className="page__lead">{t('signIn.help')}</p>
    </div>
  )
}
