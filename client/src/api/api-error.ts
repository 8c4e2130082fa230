import type { ErrorCode } from '@press-gallery/server/protocol/errors'

/** The server's own refusal of a request, with its code. */
export class ApiError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.name = 'ApiError'
    this.code = code
  }
}

/** No answer, or none that comes from our server: the network, a proxy in between, or the server restarting. */
export class NetworkError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'NetworkError'
  }
}

/** The codes that asking again does not change: the player and the lists stop on them, instead of hammering. */
const finalCodes: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'bad_request',
  'not_signed_in',
  'refused',
  'token_expired',
  'not_found',
  'not_on_air',
  'watching_elsewhere',
  'undertaking_needed',
])

export function isFinal(code: ErrorCode): boolean {
  return finalCodes.has(code)
}
