import type { ErrorRequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { z } from 'zod'
import { DomainError, type ErrorCode } from '../protocol/errors.ts'

/** The HTTP status that goes with each code. */
export const statusOf: Record<ErrorCode, number> = {
  bad_request: 400,
  too_large: 413,
  too_many_requests: 429,
  wrong_login: 401,
  not_signed_in: 401,
  second_factor_needed: 401,
  link_ended: 410,
  refused: 403,
  token_expired: 401,
  not_found: 404,
  not_on_air: 409,
  watching_elsewhere: 409,
  undertaking_needed: 409,
  state_moved_on: 409,
  not_in_this_state: 409,
  courtroom_busy: 409,
  courtroom_retired: 409,
  taken: 409,
  in_use: 409,
  code_unknown: 404,
  feed_unavailable: 503,
  sfu_unavailable: 503,
  cannot_receive: 422,
  store_unavailable: 503,
  closed_unwritten: 503,
  internal: 500,
}

export function answerError(response: Response, code: ErrorCode): void {
  // The windows of sign-in's limits; see `access/sign-in.ts`.
  if (code === 'too_many_requests') response.set('Retry-After', '60')
  response.status(statusOf[code]).set('Cache-Control', 'no-store').json({ error: { code } })
}

/** What express and its body parser throw: a status, and for bodies a type. */
const httpError = z.object({ status: z.number().min(400).max(499) })

function codeOf(error: unknown): ErrorCode {
  if (error instanceof DomainError) return error.code
  if (error instanceof z.ZodError) return 'bad_request'
  const parsed = httpError.safeParse(error)
  if (!parsed.success) return 'internal'
  if (parsed.data.status === 413) return 'too_large'
  return parsed.data.status === 404 ? 'not_found' : 'bad_request'
}

/** What express says of a file that nobody took to its end. */
const cutOff = z.object({ code: z.literal('ECONNABORTED') })

/** An address of a calendar is a secret. */
const loggable = (path: string): string => path.replace(/^\/calendar\/.*/, '/calendar/…')

/** The one place that makes an HTTP answer of an error. */
export function errorHandler(log: Logger): ErrorRequestHandler {
  // Express knows an error handler by its four parameters.
  return (error: unknown, request, response, next) => {
    const asked = { method: request.method, path: loggable(request.path) }
    if (response.destroyed && cutOff.safeParse(error).success) {
      log.debug(asked, 'whoever asked has left before the answer')
      return
    }
    const code = codeOf(error)
    if (code === 'internal') log.error({ err: error, ...asked }, 'request failed')
    if (response.headersSent) {
      next(error)
      return
    }
    answerError(response, code)
  }
}
