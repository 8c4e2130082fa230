import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Credentials } from '../api/client.ts'
import type { Requests } from '../api/requests.ts'
import { keepsCookies } from '../browser/keeps-cookies.ts'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { CodeStep } from './code-step.tsx'
import { PasskeyButton } from './passkey-button.tsx'
import { PasswordStep } from './password-step.tsx'
import { createSignInApi } from './sign-in-api.ts'

export interface SignInPageProps {
  requests: Requests
  signIn: (credentials: Credentials) => Promise<void>
  signedIn: (person: SessionAnswer) => void
  sessionEnded: boolean
}

/** Where the server sends a browser whose sign-in by the court's directory came to nothing. */
const directoryFailed = '#directory-failed'

export function SignInPage({ requests, signIn, signedIn, sessionEnded }: SignInPageProps) {
  const { t } = useTranslation()
  const api = useMemo(() => createSignInApi(requests), [requests])
  const { value: methods } = useAnswer(api.methods)
  const [login, setLogin] = useState('')
  const [withCookies] = useState(keepsCookies)
  /** Between the two steps; in memory only, and forgotten on the way back. */
  const [credentials, setCredentials] = useState<Credentials | null>(null)

  if (credentials !== null) {
    return (
      <div className="page page--narrow" key="code">
        <header className="page__head">
          <PageTitle title={t('signIn.codeTitle')} />
          <p className="page__lead">{t('signIn.codeLead', { login: credentials.login })}</p>
        </header>
        <CodeStep
          signIn={(code) => signIn({ ...credentials, code })}
          onBack={() => {
            setLogin(credentials.login)
            setCredentials(null)
          }}
        />
        <p className="page__lead">{t('signIn.codeHelp')}</p>
      </div>
    )
  }
  return (
    <div className="page page--narrow" key="password">
      <header className="page__head">
        <PageTitle title={t('signIn.title')} />
        <p className="page__lead">{t('signIn.lead')}</p>
      </header>
      {window.location.hash === directoryFailed ? (
        <Notice tone="bad" what={t('signIn.directoryFailed.what')} next={t('signIn.directoryFailed.next')} />
      ) : null}
      {/* Without them a sign-in that is right ends as it began, and nobody would know why. */}
      {withCookies ? null : (
        <Notice tone="bad" what={t('signIn.noCookies.what')} next={t('signIn.noCookies.next')} />
      )}
      {sessionEnded && withCookies ? <Notice tone="info" what={t('signIn.sessionEnded')} /> : null}
      <PasswordStep signIn={signIn} onCodeNeeded={setCredentials} login={login} />
      <PasskeyButton signInWithPasskey={api.signInWithPasskey} signedIn={signedIn} />
      <p className="page__lead">{t('signIn.help')}</p>
      {/* Last, so that nothing moves when the server has said that there is a directory. */}
      {methods?.oidc === true ? (
        <a className="button button--secondary" href="/api/session/oidc">
          {t('signIn.directory')}
        </a>
      ) : null}
    </div>
  )
}
