import {
  accountAnswer,
  passkeysAnswer,
  passkeySummary,
  recoveryCodesAnswer,
  sessionsAnswer,
  totpBegunAnswer,
  type AccountAnswer,
  type AccountChangeRequest,
  type PasskeySummary,
  type SessionSummary,
  type TotpBegunAnswer,
} from '@press-gallery/server/protocol/account'
import {
  calendarAnswer,
  ownAccreditationsAnswer,
  type OwnAccreditation,
} from '@press-gallery/server/protocol/accreditation'
import type { Requests } from '../api/requests.ts'
import { creationOptions } from '../sign-in/passkey-options.ts'

/** What people do to their own account. Every call rejects with `ApiError` or `NetworkError`. */
export interface AccountApi {
  account: () => Promise<AccountAnswer>
  change: (change: AccountChangeRequest) => Promise<AccountAnswer>
  changePassword: (current: string, next: string) => Promise<void>
  beginTotp: () => Promise<TotpBegunAnswer>
  /** Resolves with the recovery codes. */
  confirmTotp: (code: string) => Promise<string[]>
  endTotp: (password: string) => Promise<void>
  newRecoveryCodes: (password: string) => Promise<string[]>
  passkeys: () => Promise<PasskeySummary[]>
  /** Asks the person's authenticator; rejects with `WebAuthnError` too. */
  addPasskey: (name: string) => Promise<PasskeySummary>
  removePasskey: (passkeyId: string) => Promise<void>
  sessions: () => Promise<SessionSummary[]>
  endSession: (sessionId: string) => Promise<void>
  /** This one too. */
  endAllSessions: () => Promise<void>
  accreditations: () => Promise<OwnAccreditation[]>
  /** A new secret address; resolves with its path. The earlier one ends. */
  newCalendar: () => Promise<string>
}

export function createAccountApi(requests: Requests): AccountApi {
  const tell = async (method: string, path: string, body?: unknown): Promise<void> => {
    await requests.send(method, path, body)
  }
  return {
    account: () => requests.ask(accountAnswer, 'GET', '/api/account'),
    change: (change) => requests.ask(accountAnswer, 'PATCH', '/api/account', change),
    changePassword: (current, next) => tell('POST', '/api/account/password', { current, next }),
    beginTotp: () => requests.ask(totpBegunAnswer, 'POST', '/api/account/totp'),
    async confirmTotp(code) {
      const path = '/api/account/totp/confirm'
      return (await requests.ask(recoveryCodesAnswer, 'POST', path, { code })).recoveryCodes
    },
    endTotp: (password) => tell('DELETE', '/api/account/totp', { password }),
    async newRecoveryCodes(password) {
      const path = '/api/account/recovery-codes'
      return (await requests.ask(recoveryCodesAnswer, 'POST', path, { password })).recoveryCodes
    },
    async passkeys() {
      return (await requests.ask(passkeysAnswer, 'GET', '/api/account/passkeys')).passkeys
    },
    async addPasskey(name) {
      const [{ options }, { startRegistration }] = await Promise.all([
        requests.ask(creationOptions, 'POST', '/api/account/passkeys/options'),
        import('@simplewebauthn/browser'),
      ])
      const response = await startRegistration({ optionsJSON: options })
      return requests.ask(passkeySummary, 'POST', '/api/account/passkeys', { name, response })
    },
    removePasskey: (id) => tell('DELETE', `/api/account/passkeys/${encodeURIComponent(id)}`),
    async sessions() {
      return (await requests.ask(sessionsAnswer, 'GET', '/api/sessions')).sessions
    },
    endSession: (id) => tell('DELETE', `/api/sessions/${encodeURIComponent(id)}`),
    endAllSessions: () => tell('DELETE', '/api/sessions'),
    async accreditations() {
      const answer = await requests.ask(ownAccreditationsAnswer, 'GET', '/api/account/accreditations')
      return answer.accreditations
    },
    async newCalendar() {
      return (await requests.ask(calendarAnswer, 'POST', '/api/account/calendar')).path
    },
  }
}
