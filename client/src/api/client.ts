import {
  hearingsAnswer,
  sessionAnswer,
  tokenAnswer,
  type HearingsAnswer,
  type SessionAnswer,
} from '@press-gallery/server/protocol/api'
import {
  ownAccreditation,
  undertakingAnswer,
  type AccreditationRequest,
  type UndertakingAnswer,
} from '@press-gallery/server/protocol/accreditation'
import type { Requests } from './requests.ts'
import type { ServerClock } from './server-clock.ts'

/** A hearing token and its whole life by this device's clock, ms since the epoch. */
export interface HearingToken {
  token: string
  issuedAtMs: number
  expiresAtMs: number
}

export interface Credentials {
  login: string
  password: string
  /** Of the authenticator app, or a recovery code. */
  code?: string
}

/** The HTTP interface of the server. Every call rejects with `ApiError` (the server said no) or `NetworkError`. */
export interface Api {
  session(): Promise<SessionAnswer>
  signIn(credentials: Credentials): Promise<SessionAnswer>
  signOut(): Promise<void>
  /** Those that are not over, or were over lately, and where the page of earlier ones begins. */
  hearings(): Promise<HearingsAnswer>
  /** A page of those that were over before a place. */
  earlierHearings(before: string): Promise<HearingsAnswer>
  hearingToken(hearingId: string): Promise<HearingToken>
  undertaking(hearingId: string): Promise<UndertakingAnswer>
  acceptUndertaking(hearingId: string, version: number): Promise<void>
  askAccreditation(hearingId: string, request: AccreditationRequest): Promise<void>
}

export interface ApiOptions {
  requests: Requests
  clock: ServerClock
  nowMs: () => number
}

export function createApi({ requests: { ask, send }, clock, nowMs }: ApiOptions): Api {
  return {
    session: () => ask(sessionAnswer, 'GET', '/api/session'),
    signIn: (credentials) => ask(sessionAnswer, 'POST', '/api/session', credentials),
    async signOut() {
      await send('DELETE', '/api/session')
    },
    hearings: () => ask(hearingsAnswer, 'GET', '/api/hearings'),
    earlierHearings: (before) => ask(hearingsAnswer, 'GET', `/api/hearings?before=${before}`),
    async hearingToken(hearingId) {
      const answer = await ask(tokenAnswer, 'POST', of(hearingId, 'token'))
      return {
        token: answer.token,
        issuedAtMs: nowMs(),
        expiresAtMs: Date.parse(answer.expiresAt) - clock.offsetMs(),
      }
    },
    undertaking: (hearingId) => ask(undertakingAnswer, 'GET', of(hearingId, 'undertaking')),
    async acceptUndertaking(hearingId, version) {
      await send('POST', of(hearingId, 'undertaking'), { version })
    },
    async askAccreditation(hearingId, request) {
      await ask(ownAccreditation, 'POST', of(hearingId, 'accreditation-requests'), request)
    },
  }
}

const of = (hearingId: string, what: string): string =>
  `/api/hearings/${encodeURIComponent(hearingId)}/${what}`
