import type { HearingTokens } from '../access/hearing-token.ts'
import type { KeyRing } from '../access/key-ring.ts'
import type { Rights } from '../access/rights.ts'
import type { Courts } from '../hearings/courts.ts'
import type { Hearings } from '../hearings/hearings.ts'
import type { PressList } from '../hearings/press-list.ts'
import { standingOf } from '../hearings/standings.ts'
import type { TokenAnswer } from '../protocol/api.ts'
import { DomainError } from '../protocol/errors.ts'
import { cookieNames, hlsPath, setCookie, type CookieSettings } from './cookies.ts'
import { pathId } from './path-parameter.ts'
import { placeAsked } from './place-asked.ts'
import type { Routes } from './routes.ts'
import { renewDeviceCookie } from './session-cookies.ts'

export interface HearingRoutesOptions {
  hearings: Hearings
  courts: Courts
  rights: Rights
  pressList: Pick<PressList, 'now' | 'earlier'>
  /** Whether the court's undertaking must be accepted before this person watches. */
  undertakingNeeded: (personId: string, courtId: string) => Promise<boolean>
  tokens: HearingTokens
  keys: KeyRing
  cookies: CookieSettings
  nowMs: () => number
}

export function addHearingRoutes(routes: Routes, options: HearingRoutesOptions): void {
  const { hearings, courts, rights, pressList, tokens, keys, cookies, nowMs } = options

  routes.add('get', '/.well-known/jwks.json', 'public', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=60').json(keys.jwks())
  })

  routes.add('get', '/api/hearings', 'session', async (request, response, signedIn) => {
    const before = placeAsked(request)
    response.json(await (before === null ? pressList.now(signedIn) : pressList.earlier(signedIn, before)))
  })

  const path = '/api/hearings/:hearingId/token'
  routes.add('post', path, 'session_or_device', async (request, response, signedIn) => {
    const { personId, sessionId } = signedIn
    const hearingId = pathId(request, 'hearingId')
    const role = await rights.watchingAs(personId, hearingId)
    const hearing = role === null ? undefined : await hearings.find(hearingId)
    if (role === null || hearing === undefined) throw new DomainError('refused', 'no right to such a hearing')
    if (hearing.state === 'cancelled' || hearing.state === 'sealed')
      throw new DomainError('not_on_air', `it is ${hearing.state}`)
    if (role === 'journalist' && (await options.undertakingNeeded(personId, hearing.courtId)))
      throw new DomainError('undertaking_needed', 'the undertaking is not accepted yet')
    const { token, expiresAtMs } = tokens.issue(hearingId, personId, role, sessionId)
    setCookie(response, cookieNames.hls, token, {
      ...cookies,
      path: hlsPath(hearingId),
      sameSite: 'strict',
      endsAtMs: expiresAtMs,
      nowMs: nowMs(),
    })
    renewDeviceCookie(request, response, signedIn, { ...cookies, nowMs: nowMs() })
    response.json({ token, expiresAt: new Date(expiresAtMs).toISOString() } satisfies TokenAnswer)
  })

  routes.add(
    'get',
    '/api/hearings/:hearingId/standing',
    'session_or_device',
    async (request, response, { personId }) => {
      const hearingId = pathId(request, 'hearingId')
      const hearing = await hearings.find(hearingId)
      if (hearing === undefined || (await rights.watchingAs(personId, hearingId)) === null)
        throw new DomainError('refused', 'no right to such a hearing')
      response.json(await standingOf(hearing, courts))
    },
  )
}
