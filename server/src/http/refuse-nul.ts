import type { RequestHandler } from 'express'
import { DomainError } from '../protocol/errors.ts'

/** No text of ours has the character NUL, and PostgreSQL can keep none that has: it is a bad request, not a fault. */
export const refuseNulInAddress: RequestHandler = (request, _response, next) => {
  if (/%00/.test(request.url)) throw new DomainError('bad_request', 'the address holds NUL')
  next()
}

/** For JSON's parser, which makes a bad request of what is thrown here. */
export function refuseNulInJson(key: string, value: unknown): unknown {
  if (key.includes('\0') || (typeof value === 'string' && value.includes('\0')))
    throw new SyntaxError('the body holds NUL')
  return value
}
