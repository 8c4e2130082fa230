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
  useLink: (use: LinkUse) => Promise<SessionAnswer>
}

export function createSignInApi({ ask }: Requests): SignInApi {
  return {
    methods: () => ask(sessionMethodsAnswer, 'GET', '/api/session/methods'),
    async signInWithPasskey() {
      const [{ options }, { startAuthentication }] = await Promise.all([
        ask(requestOptions, 'POST', '/api/session/passkey/options'),
        import('@simplewebauthn/browser'),
      ])
      const response = await startAuthentication({ optionsJSON: options })
      return ask(sessionAnswer, 'POST', '/api/session/passkey', { response })
    },
    lookAtLink: (secret) => ask(linkLookAnswer, 'POST', '/api/links/look', { secret }),
    useLink: (use) => ask(sessionAnswer, 'POST', '/api/links/use', use),
  }
}
