import type { Role } from '@press-gallery/server/protocol/identifiers'
import { lazy, Suspense, useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Api } from './api/client.ts'
import type { ServerClock } from './api/server-clock.ts'
import { HearingsPage } from './hearings/hearings-page.tsx'
import { useHearings } from './hearings/use-hearings.ts'
import { navigate, parseRoute, usePath } from './route.ts'
import { useSession, type SessionControl } from './session.ts'
import { SignInPage } from './sign-in/sign-in-page.tsx'
import { Link } from './ui/link.tsx'
import { Loading } from './ui/loading.tsx'
import { Notice } from './ui/notice.tsx'
import { PageTitle } from './ui/page-title.tsx'
import { Shell } from './ui/shell.tsx'
import { useWebRtc } from './watch/use-web-rtc.ts'

// The player and its libraries come with the first page that needs them.
const WatchPage = lazy(() => import('./watch/watch-page.tsx'))

export interface AppProps {
  api: Api
  clock: ServerClock
}

export function App({ api, clock }: AppProps) {
  const control = useSession(api)
  const { session, signOut } = control
  const leave = useCallback(async () => {
    const done = await signOut()
    if (done) navigate('/sign-in')
    return done
  }, [signOut])
  return (
    <Shell person={session.kind === 'in' ? session.person : null} onSignOut={leave}>
      <Page api={api} clock={clock} control={control} />
    </Shell>
  )
}

function Page({ api, clock, control }: AppProps & { control: SessionControl }) {
  const { t } = useTranslation()
  const route = parseRoute(usePath())
  const { session } = control
  const webRtc = useWebRtc(session.kind === 'in')
  const redirect =
    (session.kind === 'in' && (route.page === 'home' || route.page === 'sign-in') && '/hearings') ||
    (session.kind === 'out' && route.page === 'home' && '/sign-in')

  useEffect(() => {
    if (redirect) navigate(redirect, { replace: true })
  }, [redirect])

  if (route.page === 'unknown') {
    return (
      <div className="page">
        <PageTitle title={t('app.notFoundTitle')} />
        <p>{t('app.notFoundNext')}</p>
        <p>
          <Link href="/hearings">{t('app.toHearings')}</Link>
        </p>
      </div>
    )
  }
  if (session.kind === 'asking') {
    return session.serverLost ? <Notice tone="warn" what={t('app.serverLost')} /> : <Loading />
  }
  // A page that needs a session shows the way in at its own address, and itself once signed in.
  if (session.kind === 'out') return <SignInPage signIn={control.signIn} sessionEnded={session.ended} />
  switch (route.page) {
    case 'watch':
      return (
        <Suspense fallback={<Loading />}>
          {webRtc.kind === 'loading' ? (
            <Loading />
          ) : (
            <WatchPage
              key={route.hearingId}
              api={api}
              clock={clock}
              hearingId={route.hearingId}
              webRtc={webRtc.prepared}
              role={session.person.role}
              sessionEnded={control.sessionEnded}
            />
          )}
        </Suspense>
      )
    case 'home':
    case 'sign-in':
    case 'hearings':
      break
  }
  return <Hearings api={api} role={session.person.role} sessionEnded={control.sessionEnded} />
}

function Hearings({ api, role, sessionEnded }: { api: Api; role: Role; sessionEnded: () => void }) {
  return <HearingsPage view={useHearings(api, sessionEnded)} role={role} />
}
