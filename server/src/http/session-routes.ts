import type { Passkeys } from '../access/passkeys.ts'
import type { People } from '../access/people.ts'
import type { Sessions } from '../access/sessions.ts'
import type { SignIn } from '../access/sign-in.ts'
import { passkeySignInRequest, type SessionsAnswer } from '../protocol/account.ts'
import { sessionRequest } from '../protocol/api.ts'
import { DomainError } from '../protocol/errors.ts'
import { clearCookie, cookieNames, hlsPath, readCookie, type CookieSettings } from './cookies.ts'
import { pathId } from './path-parameter.ts'
import type { Routes } from './routes.ts'
import {
  browserOf,
  originOf,
  renewDeviceCookie,
  sessionAnswerOf,
  setSessionCookies,
} from './session-cookies.ts'

export interface SessionRoutesOptions {
  signIn: SignIn
  passkeys: Passkeys
  sessions: Sessions
  people: Pick<People, 'find'>
  /** The hearings that a person may hold a token's cookie of. */
  mayHaveWatched: (personId: string) => Promise<readonly string[]>
  cookies: CookieSettings
  nowMs: () => number
}

export function addSessionRoutes(routes: Routes, options: SessionRoutesOptions): void {
  const { signIn, passkeys, sessions, people, mayHaveWatched, cookies, nowMs } = options

  routes.add('post', '/api/session', 'public', async (request, response) => {
    const body = sessionRequest.parse(request.body)
    const signedIn = await signIn({ ...body, ...browserOf(request) })
    setSessionCookies(response, signedIn, { ...cookies, nowMs: nowMs() })
    response.json(sessionAnswerOf(signedIn))
  })

  routes.add('post', '/api/session/passkey/options', 'public', async (request, response) => {
    response.json({ options: await passkeys.requestOptions({ origin: originOf(request, cookies) }) })
  })

  routes.add('post', '/api/session/passkey', 'public', async (request, response) => {
    const body = passkeySignInRequest.parse(request.body)
    const site = { origin: originOf(request, cookies) }
    const signedIn = await passkeys.signIn(body.response, site, browserOf(request))
    setSessionCookies(response, signedIn, { ...cookies, nowMs: nowMs() })
    response.json(sessionAnswerOf(signedIn))
  })

  routes.add('get', '/api/session', 'session_or_device', async (request, response, signedIn) => {
    const person = await people.find(signedIn.personId)
    if (person === undefined) throw new DomainError('not_signed_in', 'gone a moment ago')
    renewDeviceCookie(request, response, signedIn, { ...cookies, nowMs: nowMs() })
    response.json(sessionAnswerOf({ person }))
  })

  routes.add('delete', '/api/session', 'public', async (request, response) => {
    const id = readCookie(request, cookieNames.session)
    const personId = id === undefined ? undefined : await sessions.signOut(id)
    clearCookie(response, cookieNames.session, cookies)
    // Its path lets a browser send it to one hearing only, and clear it for one only.
    for (const hearingId of personId === undefined ? [] : await mayHaveWatched(personId)) {
      clearCookie(response, cookieNames.hls, cookies, hlsPath(hearingId))
    }
    response.status(204).end()
  })

  routes.add('get', '/api/sessions', 'session', async (_request, response, { personId, sessionId }) => {
    response.json({ sessions: await sessions.list(personId, sessionId) } satisfies SessionsAnswer)
  })

  routes.add('delete', '/api/sessions', 'session', async (_request, response, { personId }) => {
    await sessions.endAll(personId)
    clearCookie(response, cookieNames.session, cookies)
    response.status(204).end()
  })

  routes.add('delete', '/api/sessions/:sessionId', 'session', async (request, response, { personId }) => {
    if (!(await sessions.end(personId, pathId(request, 'sessionId')))) {
      throw new DomainError('not_found', 'no session of this person')
    }
    response.status(204).end()
  })
}
