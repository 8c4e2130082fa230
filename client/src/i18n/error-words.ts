import type { ErrorCode } from '@press-gallery/server/protocol/errors'
import { ApiError } from '../api/api-error.ts'

/** The key under `error` in the resources whose `what` and `next` tell a person of this failure. */
export type ErrorWords = ErrorCode | 'network'

export function errorWords(error: unknown): ErrorWords {
  return error instanceof ApiError ? error.code : 'network'
}
