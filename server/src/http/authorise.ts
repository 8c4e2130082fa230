import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import { BlockList } from 'node:net'
import type { Accounts } from '../access/accounts.ts'
import type { Admit } from '../access/gate.ts'
import type { Sessions } from '../access/sessions.ts'
import { DomainError } from '../protocol/errors.ts'
import { cookieNames, readCookie } from './cookies.ts'
import type { Authorise } from './routes.ts'

export interface AuthoriseOptions {
  admit: Admit
  sessions: Sessions
  accounts: Accounts
  metricsToken: string | null
}

/** Asks `access/` for each rule; has no judgement of its own. */
export function createAuthorise({ admit, sessions, accounts, metricsToken }: AuthoriseOptions): Authorise {
  return {
    public: () => null,
    session: (request) => {
      const id = readCookie(request, cookieNames.session)
      const login = id === undefined ? undefined : sessions.find(id)
      const account = login === undefined ? undefined : accounts.find(login)
      if (account === undefined) throw new DomainError('not_signed_in', 'no session')
      return { login: account.login, role: account.role }
    },
    hearing: (request) => {
      const hearingId = String(request.params['hearingId'])
      const isPlaylist = request.path.endsWith('.m3u8')
      return admit(hearingToken(request), hearingId, isPlaylist ? 'hls_playlist' : 'hls_segment')
    },
    operator: (request) => {
      if (!isLocal(request) && !hasMetricsToken(request, metricsToken)) {
        throw new DomainError('not_found', 'neither from this machine nor with the metrics token')
      }
      return null
    },
  }
}

const bearer = (request: Request): string | undefined =>
  /^Bearer +([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1]

/** From the header; else from the cookie, which is good for reading only. Never from the address, which gets logged. */
function hearingToken(request: Request): string | undefined {
  if (request.headers.authorization !== undefined) return bearer(request)
  return request.method === 'GET' || request.method === 'HEAD'
    ? readCookie(request, cookieNames.hls)
    : undefined
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

function isLocal(request: Request): boolean {
  // A proxy that was not named in the settings makes everybody look local.
  const proxied =
    request.headers['x-forwarded-for'] !== undefined || request.headers['forwarded'] !== undefined
  if (proxied && request.ip === request.socket.remoteAddress) return false
  const address = (request.ip ?? '').replace(/^::ffff:/, '')
  return loopback.check(address, address.includes(':') ? 'ipv6' : 'ipv4')
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

function hasMetricsToken(request: Request, expected: string | null): boolean {
  const given = bearer(request)
  if (given === undefined || expected === null) return false
  return timingSafeEqual(digest(given), digest(expected))
}
