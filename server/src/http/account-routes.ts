import type { Account } from '../access/account.ts'
import type { OneTimeLinks } from '../access/one-time-links.ts'
import type { Passkeys } from '../access/passkeys.ts'
import type { SecondFactor } from '../access/second-factor.ts'
import {
  accountChangeRequest,
  linkLookRequest,
  linkUseRequest,
  passkeyAddRequest,
  passwordAgainRequest,
  passwordChangeRequest,
  totpConfirmRequest,
  type AccountAnswer,
  type LinkLookAnswer,
  type PasskeysAnswer,
  type PasskeySummary,
  type RecoveryCodesAnswer,
  type TotpBegunAnswer,
} from '../protocol/account.ts'
import { DomainError } from '../protocol/errors.ts'
import type { CookieSettings } from './cookies.ts'
import { pathText } from './path-parameter.ts'
import type { Routes } from './routes.ts'
import { browserOf, originOf, sessionAnswerOf, setSessionCookies } from './session-cookies.ts'

export interface AccountRoutesOptions {
  account: Account
  secondFactor: SecondFactor
  passkeys: Passkeys
  links: OneTimeLinks
  cookies: CookieSettings
  nowMs: () => number
}

/** What people do with their own account, and the one-time links that lead to one. */
export function addAccountRoutes(routes: Routes, options: AccountRoutesOptions): void {
  const { account, secondFactor } = options

  routes.add('get', '/api/account', 'session', async (_request, response, signedIn) => {
    response.json((await account.show(signedIn)) satisfies AccountAnswer)
  })

  routes.add('patch', '/api/account', 'session', async (request, response, signedIn) => {
    const change = accountChangeRequest.parse(request.body)
    response.json((await account.change(signedIn, change)) satisfies AccountAnswer)
  })

  routes.add('post', '/api/account/password', 'session', async (request, response, signedIn) => {
    const { current, next } = passwordChangeRequest.parse(request.body)
    await account.changePassword(signedIn, request.ip ?? '', current, next)
    response.status(204).end()
  })

  routes.add('post', '/api/account/totp', 'session', async (_request, response, signedIn) => {
    response.json((await secondFactor.begin(signedIn)) satisfies TotpBegunAnswer)
  })

  routes.add('post', '/api/account/totp/confirm', 'session', async (request, response, { personId }) => {
    const { code } = totpConfirmRequest.parse(request.body)
    const recoveryCodes = await secondFactor.confirm(personId, code)
    response.json({ recoveryCodes } satisfies RecoveryCodesAnswer)
  })

  routes.add('delete', '/api/account/totp', 'session', async (request, response, signedIn) => {
    const { password } = passwordAgainRequest.parse(request.body)
    await account.askPassword(signedIn, request.ip ?? '', password)
    await secondFactor.remove(signedIn.personId, signedIn.personId)
    response.status(204).end()
  })

  routes.add('post', '/api/account/recovery-codes', 'session', async (request, response, signedIn) => {
    const { password } = passwordAgainRequest.parse(request.body)
    await account.askPassword(signedIn, request.ip ?? '', password)
    const recoveryCodes = await secondFactor.renewRecoveryCodes(signedIn.personId)
    response.json({ recoveryCodes } satisfies RecoveryCodesAnswer)
  })

  addPasskeyRoutes(routes, options)
  addLinkRoutes(routes, options)
}

function addPasskeyRoutes(routes: Routes, { passkeys, cookies }: AccountRoutesOptions): void {
  routes.add('post', '/api/account/passkeys/options', 'session', async (request, response, { personId }) => {
    const site = { origin: originOf(request, cookies) }
    response.json({ options: await passkeys.creationOptions(personId, site) })
  })

  routes.add('post', '/api/account/passkeys', 'session', async (request, response, { personId }) => {
    const body = passkeyAddRequest.parse(request.body)
    const site = { origin: originOf(request, cookies) }
    response.json((await passkeys.add(personId, body, site)) satisfies PasskeySummary)
  })

  routes.add('get', '/api/account/passkeys', 'session', async (_request, response, { personId }) => {
    response.json({ passkeys: await passkeys.list(personId) } satisfies PasskeysAnswer)
  })

  routes.add(
    'delete',
    '/api/account/passkeys/:passkeyId',
    'session',
    async (request, response, { personId }) => {
      if (!(await passkeys.remove(personId, pathText(request, 'passkeyId')))) {
        throw new DomainError('not_found', 'no passkey of this person')
      }
      response.status(204).end()
    },
  )
}

function addLinkRoutes(routes: Routes, { links, cookies, nowMs }: AccountRoutesOptions): void {
  routes.add('post', '/api/links/look', 'public', async (request, response) => {
    const { kind, person, endsMs } = await links.look(linkLookRequest.parse(request.body).secret)
    const { login, name, language, totp } = person
    response.json({ kind, login, name, language, endsMs, needsCode: totp } satisfies LinkLookAnswer)
  })

  routes.add('post', '/api/links/use', 'public', async (request, response) => {
    const body = linkUseRequest.parse(request.body)
    const signedIn = await links.use({ ...body, ...browserOf(request) })
    setSessionCookies(response, signedIn, { ...cookies, nowMs: nowMs() })
    response.json(sessionAnswerOf(signedIn))
  })
}
