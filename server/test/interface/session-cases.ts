import type { Case } from './case.ts'
import { addedPasskey, passkeySignIn } from './passkey.ts'
import { setSecondFactor, times } from './preparations.ts'

/** With a directory that is away: a browser is sent back to our page then. */
export const sessionCases: Case[] = [
  { route: 'GET /api/session/methods', gives: 200 },
  { route: 'GET /api/session/oidc', gives: 303 },
  { route: 'GET /api/session/oidc/callback', gives: 303 },

  { route: 'POST /api/session', gives: 200, body: { login: 'Journalist ', password: '<password>' } },
  { route: 'POST /api/session', gives: 'wrong_login', body: { login: 'journalist', password: 'x' } },
  {
    route: 'POST /api/session',
    gives: 'second_factor_needed',
    before: (world) => setSecondFactor(world, 'clerk'),
    body: { login: 'clerk', password: '<password>' },
  },
  {
    route: 'POST /api/session',
    gives: 'too_many_requests',
    before: times(10, 'POST', '/api/session', { login: 'nobody', password: 'x' }),
    body: { login: 'nobody', password: 'x' },
  },

  { route: 'POST /api/session/passkey/options', gives: 200 },
  { route: 'POST /api/session/passkey/options', gives: 'bad_request', headers: { Host: 'no_host' } },
  {
    route: 'POST /api/session/passkey',
    gives: 200,
    before: (world) => addedPasskey(world, 'journalist'),
    makeBody: passkeySignIn,
  },
  {
    route: 'POST /api/session/passkey',
    gives: 'wrong_login',
    before: (world) => world.http.database.deleteFrom('passkeys').execute(),
    makeBody: passkeySignIn,
  },

  { route: 'GET /api/session', gives: 200, as: 'journalist' },
  { route: 'DELETE /api/session', gives: 204 },
  { route: 'DELETE /api/session', gives: 204, as: 'press' },
  { route: 'GET /api/sessions', gives: 200, as: 'auditor', keeps: { sessionId: 'sessions.0.id' } },
  { route: 'DELETE /api/sessions/:sessionId', gives: 'not_found', as: 'journalist' },
  { route: 'DELETE /api/sessions/:sessionId', gives: 204, as: 'auditor' },
  { route: 'DELETE /api/sessions', gives: 204, as: 'technician' },
]

/** Of an installation without a directory. */
export const noDirectoryCases: Case[] = [
  { route: 'GET /api/session/methods', gives: 200 },
  { route: 'GET /api/session/oidc', gives: 'not_found' },
  { route: 'GET /api/session/oidc/callback', gives: 'not_found' },
]
