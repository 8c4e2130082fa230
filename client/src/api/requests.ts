import { errorAnswer } from '@press-gallery/server/protocol/api'
import type { z } from 'zod'
import { ApiError, NetworkError } from './api-error.ts'
import type { ServerClock } from './server-clock.ts'

export interface RequestsOptions {
  fetch: typeof globalThis.fetch
  clock: ServerClock
  nowMs: () => number
  /** How long one request may take, ms, where nothing else is said. */
  timeoutMs: number
}

/** Requests to the server. Each rejects with `ApiError` (the server said no) or `NetworkError` (no answer, or not our server's). */
export interface Requests {
  /** Resolves with an answer of 2xx. `body` goes as JSON; a file goes as it is, with the type of CSV (RFC 4180). */
  send: (method: string, path: string, body?: unknown, timeoutMs?: number) => Promise<Response>
  /** As `send`, and the answer has been parsed. */
  ask: <S extends z.ZodType>(
    schema: S,
    method: string,
    path: string,
    body?: unknown,
    timeoutMs?: number,
  ) => Promise<z.output<S>>
}

export function createRequests(options: RequestsOptions): Requests {
  const { fetch, clock, nowMs } = options

  async function send(
    method: string,
    path: string,
    body?: unknown,
    timeoutMs = options.timeoutMs,
  ): Promise<Response> {
    const sentAtMs = nowMs()
    let response: Response
    try {
      response = await fetch(path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.timeout(timeoutMs),
        ...written(body),
      })
    } catch (cause) {
      throw new NetworkError(`${method} ${path} got no answer`, { cause })
    }
    clock.observe(sentAtMs, nowMs(), response.headers.get('date'))
    if (!response.ok) throw await refusal(response, `${method} ${path}`)
    return response
  }

  return {
    send,
    async ask(schema, method, path, body, timeoutMs) {
      const response = await send(method, path, body, timeoutMs)
      const parsed = schema.safeParse(await jsonOf(response))
      if (!parsed.success) {
        throw new NetworkError(`${method} ${path} answered something else than agreed`, {
          cause: parsed.error,
        })
      }
      return parsed.data
    },
  }
}

function written(body: unknown): RequestInit {
  if (body === undefined) return {}
  if (body instanceof Blob) return { headers: { 'content-type': 'text/csv' }, body }
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
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
