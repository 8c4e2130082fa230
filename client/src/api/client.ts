import {
  errorAnswer,
  hearingsAnswer,
  sessionAnswer,
  tokenAnswer,
  type HearingSummary,
  type SessionAnswer,
} from '@press-gallery/server/protocol/api'
import type { z } from 'zod'
import { ApiError, NetworkError } from './api-error.ts'
import type { ServerClock } from './server-clock.ts'

/** A hearing token and its whole life by this device's clock, ms since the epoch. */
export interface HearingToken {
  token: string
  issuedAtMs: number
  expiresAtMs: number
}

/** The HTTP interface of the server. Every call rejects with `ApiError` (the server said no) or `NetworkError`. */
export interface Api {
  session(): Promise<SessionAnswer>
  signIn(login: string, password: string): Promise<SessionAnswer>
  signOut(): Promise<void>
  hearings(): Promise<HearingSummary[]>
  hearingToken(hearingId: string): Promise<HearingToken>
}

export interface ApiOptions {
  fetch: typeof globalThis.fetch
  clock: ServerClock
  nowMs: () => number
  /** How long one request may take, ms. */
  timeoutMs: number
}

export function createApi({ fetch, clock, nowMs, timeoutMs }: ApiOptions): Api {
  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const sentAtMs = nowMs()
    let response: Response
    try {
      response = await fetch(path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(timeoutMs),
        ...(body === undefined
          ? {}
          : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
    } catch (cause) {
      throw new NetworkError(`${method} ${path} got no answer`, { cause })
    }
    clock.observe(sentAtMs, nowMs(), response.headers.get('date'))
    if (!response.ok) throw await refusal(response, `${method} ${path}`)
    return response
  }

  async function ask<S extends z.ZodType>(
    schema: S,
    method: string,
    path: string,
    body?: unknown,
  ): Promise<z.output<S>> {
    const response = await send(method, path, body)
    const parsed = schema.safeParse(await jsonOf(response))
    if (!parsed.success) {
      throw new NetworkError(`${method} ${path} answered something else than agreed`, { cause: parsed.error })
    }
    return parsed.data
  }

  return {
    session: () => ask(sessionAnswer, 'GET', '/api/session'),
    signIn: (login, password) => ask(sessionAnswer, 'POST', '/api/session', { login, password }),
    async signOut() {
      await send('DELETE', '/api/session')
    },
    async hearings() {
      return (await ask(hearingsAnswer, 'GET', '/api/hearings')).hearings
    },
    async hearingToken(hearingId) {
      const answer = await ask(tokenAnswer, 'POST', `/api/hearings/${encodeURIComponent(hearingId)}/token`)
      return {
        token: answer.token,
        issuedAtMs: nowMs(),
        expiresAtMs: Date.parse(answer.expiresAt) - clock.offsetMs(),
      }
    },
  }
}

async function refusal(response: Response, request: string): Promise<ApiError | NetworkError> {
  const parsed = errorAnswer.safeParse(await jsonOf(response))
  if (parsed.success)
    return new ApiError(parsed.data.error.code, `${request} was answered ${response.status}`)
  return new NetworkError(`${request} was answered ${response.status} by something that is not our server`)
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    // Not JSON: a proxy's page, or cut off on the way. The caller's schema refuses it.
    return undefined
  }
}
