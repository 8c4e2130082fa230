import type { LinkLookAnswer } from '@press-gallery/server/protocol/account'
import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useCallback, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import type { Requests } from '../api/requests.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Link } from '../ui/link.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { LinkForm } from './link-form.tsx'
import { createSignInApi, type SignInApi } from './sign-in-api.ts'

export interface LinkPageProps {
  requests: Requests
  /** Null: the page was opened, or loaded anew, without its secret. */
  secret: string | null
  /** The link is for somebody with this language. */
  onLooked: (link: LinkLookAnswer) => void
  /** The password is chosen, and its owner signed in. */
  onUsed: (person: SessionAnswer) => void
}

/** Where a one-time link leads: an invitation, a new password, the first administrator. */
export function LinkPage({ requests, secret, onLooked, onUsed }: LinkPageProps) {
  const { t } = useTranslation()
  const api = useMemo(() => createSignInApi(requests), [requests])
  return (
    <div className="page page--narrow">
      {secret === null ? (
        <>
          <PageTitle title={t('signIn.link.title')} />
          <Notice tone="info" what={t('signIn.link.none.what')} next={t('signIn.link.none.next')} />
          <ToSignIn />
        </>
      ) : (
        <SecretLink key={secret} {...{ api, secret, onLooked, onUsed }} />
      )}
    </div>
  )
}

interface SecretLinkProps extends Omit<LinkPageProps, 'requests' | 'secret'> {
  api: SignInApi
  secret: string
}

function SecretLink({ api, secret, onLooked, onUsed }: SecretLinkProps) {
  const { t } = useTranslation()
  const look = useAnswer(useCallback(() => api.lookAtLink(secret), [api, secret]))
  const link = look.value
  useEffect(() => {
    if (link !== null) onLooked(link)
  }, [link, onLooked])

  if (link !== null) {
    return (
      <>
        <header className="page__head">
          <PageTitle title={t(`signIn.link.${link.kind}.title`, { name: link.name })} />
          <p className="page__lead">{t(`signIn.link.${link.kind}.lead`)}</p>
        </header>
        <LinkForm link={link} redeem={(given) => api.redeemLink({ ...given, secret })} onUsed={onUsed} />
      </>
    )
  }
  if (look.error === null) return <Loading />
  const ended =
    look.error instanceof ApiError && (look.error.code === 'link_ended' || look.error.code === 'bad_request')
  return (
    <>
      <PageTitle title={t('signIn.link.title')} />
      {ended ? (
        <>
          <Notice tone="bad" what={t('signIn.link.ended.what')} next={t('signIn.link.ended.next')} />
          <ToSignIn />
        </>
      ) : (
        <>
          <Failure error={look.error} />
          <div className="page__actions">
            <Button look="primary" onClick={look.reload}>
              {t('app.tryAgain')}
            </Button>
          </div>
        </>
      )}
    </>
  )
}

function ToSignIn() {
  const { t } = useTranslation()
  return (
    <p>
      <Link href="/sign-in">{t('signIn.link.toSignIn')}</Link>
    </p>
  )
}
