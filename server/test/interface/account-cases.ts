import type { Case, World } from './case.ts'
import { passkeyAddition } from './passkey.ts'
import { rightCode, setSecondFactor, times, wrongCode } from './preparations.ts'

const confirm = 'POST /api/account/totp/confirm'
const wrong = { password: 'x' }
const right = { password: '<password>' }
const chosen = 'chosen by the test itself'

/** What stands behind the `#` of the link that was kept. */
const keepSecret = ({ known }: World): void => {
  known.set('linkSecret', known.get('link')?.split('#')[1] ?? '')
}

export const accountCases: Case[] = [
  { route: 'GET /api/account', gives: 200, as: 'journalist' },
  { route: 'PATCH /api/account', gives: 200, as: 'journalist', body: { language: 'kk' } },
  { route: 'GET /api/account/accreditations', gives: 200, as: 'journalist' },

  {
    route: 'POST /api/account/password',
    gives: 'wrong_login',
    as: 'press',
    body: { current: 'x', next: chosen },
  },
  {
    route: 'POST /api/account/password',
    gives: 204,
    as: 'press',
    body: { current: '<password>', next: chosen },
  },
  {
    route: 'POST /api/account/password',
    gives: 'too_many_requests',
    as: 'auditor',
    before: times(10, 'POST', '/api/account/password', { current: 'x', next: chosen }, 'auditor'),
    body: { current: 'x', next: chosen },
  },

  {
    route: 'POST /api/account/totp',
    gives: 200,
    as: 'clerk',
    keeps: { totpSecret: 'secret' },
  },
  {
    route: confirm,
    gives: 'taken',
    as: 'clerk',
    // As by another session of theirs, a moment ago.
    before: (world) => setSecondFactor(world, 'clerk'),
    makeBody: rightCode,
  },
  { route: 'POST /api/account/totp', gives: 'taken', as: 'clerk' },
  { route: confirm, gives: 'not_found', as: 'journalist', body: { code: '123456' } },
  { route: 'POST /api/account/totp', gives: 200, as: 'journalist', keeps: { totpSecret: 'secret' } },
  { route: confirm, gives: 'wrong_login', as: 'journalist', makeBody: wrongCode },
  { route: confirm, gives: 200, as: 'journalist', makeBody: rightCode },
  { route: 'POST /api/account/recovery-codes', gives: 'wrong_login', as: 'journalist', body: wrong },
  { route: 'POST /api/account/recovery-codes', gives: 200, as: 'journalist', body: right },
  { route: 'POST /api/account/recovery-codes', gives: 'not_found', as: 'technician', body: right },
  { route: 'POST /api/account/recovery-codes', gives: 'too_many_requests', as: 'auditor', body: wrong },
  { route: 'DELETE /api/account/totp', gives: 'wrong_login', as: 'journalist', body: wrong },
  { route: 'DELETE /api/account/totp', gives: 'too_many_requests', as: 'auditor', body: wrong },
  { route: 'DELETE /api/account/totp', gives: 204, as: 'journalist', body: right },

  { route: 'POST /api/account/passkeys/options', gives: 200, as: 'journalist' },
  {
    route: 'POST /api/account/passkeys/options',
    gives: 'bad_request',
    as: 'journalist',
    headers: { Host: 'no_host' },
  },
  {
    route: 'POST /api/account/passkeys',
    gives: 200,
    as: 'journalist',
    makeBody: (world) => passkeyAddition(world, 'journalist'),
    keeps: { passkeyId: 'id' },
  },
  {
    route: 'POST /api/account/passkeys',
    gives: 'taken',
    as: 'journalist',
    makeBody: (world) => passkeyAddition(world, 'journalist'),
  },
  { route: 'GET /api/account/passkeys', gives: 200, as: 'journalist' },
  { route: 'DELETE /api/account/passkeys/:passkeyId', gives: 'not_found', as: 'clerk' },
  { route: 'DELETE /api/account/passkeys/:passkeyId', gives: 204, as: 'journalist' },

  { route: 'POST /api/account/calendar', gives: 201, as: 'journalist', keeps: { calendar: 'path' } },
  {
    route: 'GET /calendar/:secret.ics',
    gives: 200,
    before: ({ known }) =>
      known.set('secret', known.get('calendar')?.replaceAll(/^\/calendar\/|\.ics$/g, '') ?? ''),
  },
  { route: 'GET /calendar/:secret.ics', gives: 'not_found', names: { secret: 'x'.repeat(43) } },

  {
    route: 'POST /api/people/:personId/reset-link',
    gives: 200,
    as: 'admin',
    names: { personId: '<stranger>' },
    body: {},
    keeps: { link: 'link' },
  },
  { route: 'POST /api/links/look', gives: 200, before: keepSecret, body: { secret: '<linkSecret>' } },
  { route: 'POST /api/links/look', gives: 'link_ended', body: { secret: 'x'.repeat(43) } },
  {
    route: 'POST /api/links/use',
    gives: 'second_factor_needed',
    before: (world) => setSecondFactor(world, 'stranger'),
    body: { secret: '<linkSecret>', password: chosen },
  },
  {
    route: 'POST /api/links/use',
    gives: 'wrong_login',
    body: { secret: '<linkSecret>', password: chosen, code: 'no code' },
  },
  {
    route: 'POST /api/links/use',
    gives: 'too_many_requests',
    before: times(9, 'POST', '/api/links/use', {
      secret: '<linkSecret>',
      password: chosen,
      code: 'no code',
    }),
    body: { secret: '<linkSecret>', password: chosen, code: 'no code' },
  },
  {
    route: 'POST /api/links/use',
    gives: 200,
    before: (world) => setSecondFactor(world, 'stranger', null),
    body: { secret: '<linkSecret>', password: chosen },
  },
  {
    route: 'POST /api/links/use',
    gives: 'link_ended',
    body: { secret: '<linkSecret>', password: chosen },
  },
]
