import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import type { Role } from '@press-gallery/server/protocol/identifiers'
import { useCallback, useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { AccountPageProps } from './account/account-page.tsx'
import type { Api } from './api/client.ts'
import { requestsOfSession } from './api/requests-of-session.ts'
import type { Requests } from './api/requests.ts'
import type { ServerClock } from './api/server-clock.ts'
import { createTokenShelf } from './api/token-shelf.ts'
import type { ConsoleProps } from './console/console.tsx'
import type { CourtsPageProps } from './courts/courts-page.tsx'
import { holds } from './grants.ts'
import type { DeskProps } from './desk/desk.tsx'
import type { EarlierPageProps } from './hearings/earlier-page.tsx'
import { HearingsPage } from './hearings/hearings-page.tsx'
import { useHearings } from './hearings/use-hearings.ts'
import type { InterfacePageProps } from './interface/interface-page.tsx'
import type { Language } from './i18n/languages.ts'
import { useLanguage, type LanguageControl } from './i18n/use-language.ts'
import type { PeoplePageProps } from './people/people-page.tsx'
import type { RegionPageProps } from './region/region-page.tsx'
import type { ServerPageProps } from './server/server-page.tsx'
import { homeOf } from './places.ts'
import { navigate, parseRoute, usePath } from './route.ts'
import type { ScreensPageProps } from './screens/screens-page.tsx'
import { useSession, type SessionControl } from './session.ts'
import { useKeptShell } from './shell/use-kept-shell.ts'
import type { LinkPageProps } from './sign-in/link-page.tsx'
import { useLinkSecret } from './sign-in/link-secret.ts'
import { SignInPage } from './sign-in/sign-in-page.tsx'
import { Link } from './ui/link.tsx'
import { LoadedPage } from './ui/loaded-page.tsx'
import { Loading } from './ui/loading.tsx'
import { Notice } from './ui/notice.tsx'
import { PageBoundary } from './ui/page-boundary.tsx'
import { PageTitle } from './ui/page-title.tsx'
import { Shell } from './ui/shell.tsx'
import { useLoaded } from './ui/use-loaded.ts'
import type { DevicePageProps } from './wall/device-page.tsx'
import { loadedInTheEnd } from './wall/loaded-in-the-end.ts'
import { useHeadStart } from './watch/use-head-start.ts'
import { useWebRtc, type WebRtcSupport } from './watch/use-web-rtc.ts'
import type { WatchPageProps } from './watch/watch-page.tsx'

const loadWatchPage = async () => {
  const { WatchPage } = await import('./watch/watch-page.tsx')
  return (props: WatchPageProps) => <WatchPage key={props.hearingId} {...props} />
}

const loadEarlierPage = async () => {
  const { EarlierPage } = await import('./hearings/earlier-page.tsx')
  return (props: EarlierPageProps) => <EarlierPage key={props.before} {...props} />
}

const loadDesk = async () => {
  const { Desk } = await import('./desk/desk.tsx')
  return (props: DeskProps) => <Desk {...props} />
}

const loadLinkPage = async () => {
  const { LinkPage } = await import('./sign-in/link-page.tsx')
  return (props: LinkPageProps) => <LinkPage {...props} />
}

const loadInterfacePage = async () => {
  const { InterfacePage } = await import('./interface/interface-page.tsx')
  return (props: InterfacePageProps) => <InterfacePage {...props} />
}

const loadAccountPage = async () => {
  const { AccountPage } = await import('./account/account-page.tsx')
  return (props: AccountPageProps) => <AccountPage {...props} />
}

const loadPeoplePage = async () => {
  const { PeoplePage } = await import('./people/people-page.tsx')
  return (props: PeoplePageProps) => <PeoplePage {...props} />
}

const loadConsole = async () => {
  const { Console } = await import('./console/console.tsx')
  return (props: ConsoleProps) => <Console {...props} />
}

const loadScreensPage = async () => {
  const { ScreensPage } = await import('./screens/screens-page.tsx')
  return (props: ScreensPageProps) => <ScreensPage {...props} />
}

const loadRegionPage = async () => {
  const { RegionPage } = await import('./region/region-page.tsx')
  return (props: RegionPageProps) => <RegionPage {...props} />
}

const loadServerPage = async () => {
  const { ServerPage } = await import('./server/server-page.tsx')
  return (props: ServerPageProps) => <ServerPage {...props} />
}

const loadDevicePage = async () => {
  const { DevicePage } = await loadedInTheEnd(() => import('./wall/device-page.tsx'))
  return (props: DevicePageProps) => <DevicePage {...props} />
}

const loadCourtsPage = async () => {
  const { CourtsPage } = await import('./courts/courts-page.tsx')
  return (props: CourtsPageProps) => <CourtsPage {...props} />
}

export interface AppProps {
  api: Api
  requests: Requests
  clock: ServerClock
}

/** Displays and benches have pages of their own, without navigation and without anybody signed in. */
export function App(props: AppProps) {
  const route = parseRoute(usePath())
  if (route.page !== 'device') return <PeoplesApp {...props} />
  const { requests, clock } = props
  return <LoadedPage load={loadDevicePage} props={{ kind: route.kind, requests, clock }} />
}

function PeoplesApp({ api, requests, clock }: AppProps) {
  const save = useCallback(
    (language: Language) => requests.send('PATCH', '/api/account', { language }),
    [requests],
  )
  const language = useLanguage(save)
  const control = useSession(api, language.follow)
  const { session, signOut } = control
  useKeptShell(session.kind === 'in')
  const path = usePath()
  const leave = useCallback(async () => {
    const done = await signOut()
    if (done) navigate('/sign-in')
    return done
  }, [signOut])
  useEffect(() => {
    if (session.kind === 'out') language.leave()
  }, [session.kind, language])
  return (
    <Shell
      person={session.kind === 'in' ? session.person : null}
      onLanguage={language.choose}
      onSignOut={leave}
    >
      <PageBoundary path={path}>
        <Page {...{ api, requests, clock, control, language }} />
      </PageBoundary>
    </Shell>
  )
}

interface PageProps extends AppProps {
  control: SessionControl
  language: LanguageControl
}

function Page({ api, requests, clock, control, language }: PageProps) {
  const { t } = useTranslation()
  const route = parseRoute(usePath())
  const { session } = control
  const linkSecret = useLinkSecret(route.page === 'link')
  const ownRequests = useMemo(
    () => requestsOfSession(requests, control.sessionEnded),
    [requests, control.sessionEnded],
  )
  const webRtc = useWebRtc(session.kind === 'in')
  const redirect =
    (session.kind === 'in' &&
      (route.page === 'home' || route.page === 'sign-in') &&
      homeOf(session.person)) ||
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
          <Link className="button button--primary" href="/hearings">
            {t('app.toHearings')}
          </Link>
        </p>
      </div>
    )
  }
  // Whoever may be signed in: the link says whom it is for.
  if (route.page === 'link') {
    const used = (person: SessionAnswer): void => {
      control.signedIn(person)
      navigate('/hearings', { replace: true })
    }
    const props = { requests, secret: linkSecret, onLooked: language.suggest, onUsed: used }
    return <LoadedPage load={loadLinkPage} props={props} />
  }
  if (route.page === 'interface') return <LoadedPage load={loadInterfacePage} props={{ requests }} />
  if (session.kind === 'asking') {
    return session.serverLost ? <Notice tone="warn" what={t('app.serverLost')} /> : <Loading />
  }
  // A page that needs a session shows the way in at its own address, and itself once signed in.
  if (session.kind === 'out') {
    const { signIn, signedIn } = control
    return <SignInPage {...{ requests, signIn, signedIn }} sessionEnded={session.ended} />
  }
  if (route.page === 'account') {
    const { person } = session
    const props = {
      requests: ownRequests,
      person,
      onPerson: control.signedIn,
      onLanguage: language.choose,
      onSignedOut: () => {
        control.sessionEnded()
        navigate('/sign-in')
      },
    }
    return <LoadedPage key={`account ${person.personId}`} load={loadAccountPage} props={props} />
  }
  if (route.page === 'people') {
    const { person } = session
    const props = { requests: ownRequests, person }
    return <LoadedPage key={`people ${person.personId}`} load={loadPeoplePage} props={props} />
  }
  if (route.page === 'courts') {
    const { person } = session
    const props = { requests: ownRequests, person, courtId: route.courtId }
    return <LoadedPage key={`courts ${person.personId}`} load={loadCourtsPage} props={props} />
  }
  if (route.page === 'screens') {
    const props = { requests: ownRequests, clock }
    return <LoadedPage key={`screens ${session.person.personId}`} load={loadScreensPage} props={props} />
  }
  if (route.page === 'region') {
    const props = { requests: ownRequests, clock, only: route.only }
    return <LoadedPage key={`region ${session.person.personId}`} load={loadRegionPage} props={props} />
  }
  if (route.page === 'server') {
    const props = { requests: ownRequests, clock, part: route.part }
    return <LoadedPage key={`server ${session.person.personId}`} load={loadServerPage} props={props} />
  }
  if (route.page === 'console') {
    const { sessionEnded } = control
    const { person } = session
    const props = { courtroomId: route.courtroomId, person, requests, clock, sessionEnded }
    return <LoadedPage key={`console ${person.personId}`} load={loadConsole} props={props} />
  }
  if (route.page === 'desk') {
    const { sessionEnded } = control
    const { person } = session
    return (
      <DeskPages key={person.personId} {...{ requests, clock, place: route.place, person, sessionEnded }} />
    )
  }
  if (route.page === 'earlier') {
    const { person } = session
    const props = { requests: ownRequests, clock, before: route.before, role: roleOf(person) }
    return <LoadedPage key={`earlier ${person.personId}`} load={loadEarlierPage} props={props} />
  }
  return (
    <SignedIn
      // Another person's tokens are of no use, and nobody else's business.
      key={session.person.personId}
      api={api}
      requests={requests}
      clock={clock}
      person={session.person}
      webRtc={webRtc}
      watchedId={route.page === 'watch' ? route.hearingId : null}
      sessionEnded={control.sessionEnded}
    />
  )
}

/** As whom somebody looks at hearings. */
const roleOf = (person: SessionAnswer): Role => (holds(person, 'technician') ? 'technician' : 'journalist')

interface SignedInProps extends AppProps {
  person: SessionAnswer
  webRtc: WebRtcSupport
  /** Null: the list is shown. */
  watchedId: string | null
  sessionEnded: () => void
}

/** What the list and the watch page share, so that nothing needs to be fetched between the click and the picture. */
function SignedIn({ api, clock, person, webRtc, watchedId, sessionEnded }: SignedInProps) {
  const view = useHearings(api, clock, sessionEnded)
  const shelf = useMemo(
    () => createTokenShelf({ fetchToken: (id) => api.hearingToken(id), nowMs: () => Date.now() }),
    [api],
  )
  const listed = watchedId === null ? view.hearings : null
  const headStart = useHeadStart({ shelf, webRtc, listed, watchedId })
  const watchPage = useLoaded(loadWatchPage, watchedId !== null)

  const role = roleOf(person)
  if (watchedId === null) return <HearingsPage {...{ api, view, role }} {...headStart} />
  if (webRtc.kind === 'loading' || watchPage === null) return <Loading />
  const { attendances, prepared } = webRtc
  return watchPage({
    api,
    shelf,
    attendances,
    clock,
    hearingId: watchedId,
    webRtc: prepared,
    role,
    view,
    sessionEnded,
  })
}

/** The desk's pages, loaded when the first of them is asked for: most people never need them. */
function DeskPages(props: DeskProps) {
  const desk = useLoaded(loadDesk)
  return desk === null ? <Loading /> : desk(props)
}
