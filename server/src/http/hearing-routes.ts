import type { Accounts } from '../access/accounts.ts'
import type { HearingTokens } from '../access/hearing-token.ts'
import type { KeyRing } from '../access/key-ring.ts'
import type { Hearings } from '../hearings/hearings.ts'
import type { TokenAnswer } from '../protocol/api.ts'
import { DomainError } from '../protocol/errors.ts'
import { cookieNames, hlsPath, setCookie, type CookieSettings } from './cookies.ts'
import type { Routes } from './routes.ts'

export interface HearingRoutesOptions {
  hearings: Hearings
  accounts: Accounts
  tokens: HearingTokens
  keys: KeyRing
  cookies: CookieSettings
  nowMs: () => number
}

export function addHearingRoutes(routes: Routes, options: HearingRoutesOptions): void {
  const { hearings, accounts, tokens, keys, cookies, nowMs } = options

  routes.add('get', '/.well-known/jwks.json', 'public', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=60').json(keys.jwks())
  })

  routes.add('get', '/api/hearings', 'session', (_request, response, { login }) => {
    response.json({ hearings: hearings.list().filter(({ id }) => accounts.mayWatch(login, id)) })
  })

  routes.add('post', '/api/hearings/:hearingId/token', 'session', (request, response, { login, role }) => {
    const hearingId = String(request.params['hearingId'])
    if (!hearings.isLive(hearingId) || !accounts.mayWatch(login, hearingId)) {
      throw new DomainError('refused', 'no right to such a hearing')
    }
    const { token, expiresAtMs } = tokens.issue(hearingId, login, role)
    setCookie(response, cookieNames.hls, token, {
      ...cookies,
      path: hlsPath(hearingId),
      sameSite: 'strict',
      endsAtMs: expiresAtMs,
      nowMs: nowMs(),
    })
    response.json({ token, expiresAt: new Date(expiresAtMs).toISOString() } satisfies TokenAnswer)
  })
}
