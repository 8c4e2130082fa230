import {
  linkLookAnswer,
  sessionMethodsAnswer,
  type LinkLookAnswer,
  type SessionMethodsAnswer,
} from '@press-gallery/server/protocol/account'
import { sessionAnswer, type SessionAnswer } from '@press-gallery/server/protocol/api'
import type { Requests } from '../api/requests.ts'
import { requestOptions } from './passkey-options.ts'

export interface LinkUse {
  secret: string
  password: string
  /** Of the authenticator app, or a recovery code, where the link wants one. */
  code?: string
}

/** The ways in beside login and password. Every call rejects with `ApiError` or `NetworkError`. */
export interface SignInApi {
  methods: () => Promise<SessionMethodsAnswer>
  /** Asks the person's authenticator; rejects with `WebAuthnError` too. */
  signInWithPasskey: () => Promise<SessionAnswer>
  lookAtLink: (secret: string) => Promise<LinkLookAnswer>
  redeemLink: (use: LinkUse) => Promise<SessionAnswer>
}

export function createSignInApi(requests: Requests): SignInApi {
  return {
    methods: () => requests.ask(sessionMethodsAnswer, 'GET', '/api/session/methods'),
    async signInWithPasskey() {
      const [{ options }, { startAuthentication }] = await Promise.all([
        requests.ask(requestOptions, 'POST', '/api/session/passkey/options'),
        import('@simplewebauthn/browser'),
      ])
      const response = await startAuthentication({ optionsJSON: options })
      return requests.ask(sessionAnswer, 'POST', '/api/session/passkey', { response })
    },
    lookAtLink: (secret) => requests.ask(linkLookAnswer, 'POST', '/api/links/look', { secret }),
    redeemLink: (use) => requests.ask(sessionAnswer, 'POST', '/api/links/use', use),
  }
}
