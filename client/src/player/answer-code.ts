import type { ErrorCode } from '@press-gallery/server/protocol/errors'
import { ApiError } from '../api/api-error.ts'
import { SignallingError } from './media-signalling.ts'

/** What the server answered with, over either way; null where it was no answer of the server's. */
export function answerCode(error: unknown): ErrorCode | null {
  return error instanceof SignallingError || error instanceof ApiError ? error.code : null
}
