import type { IncomingMessage } from 'node:http'
import type { RequestHandler } from 'express'
import { DomainError } from '../protocol/errors.ts'

/** Whether a request comes from our own pages, from an allowed origin, or from no browser at all. */
export type OriginCheck = (request: IncomingMessage) => boolean

/**
 * Who sends no `Origin`: no browser, an old one, our own page, or the person by hand. A page of a neighbouring host is another site's:
 * cookies would go with its requests.
 */
const notOfAnotherSite: ReadonlySet<unknown> = new Set([undefined, 'same-origin', 'none'])

/** Also for the sockets' handshake, which browsers let any page make. */
export function createOriginCheck(allowedOrigins: readonly string[]): OriginCheck {
  return ({ headers }) => {
    const { origin, host } = headers
    if (origin === undefined) return notOfAnotherSite.has(headers['sec-fetch-site'])
    if (allowedOrigins.includes(origin)) return true
    return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
  }
}

/** Refuses what would change something on behalf of another site's page (CSRF). */
export function refuseForeignOrigins(isOurs: OriginCheck): RequestHandler {
  return (request, _response, next) => {
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (!reads && !isOurs(request)) throw new DomainError('refused', 'a request from another origin')
    next()
  }
}
