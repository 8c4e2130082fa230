import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'
import { BlockList } from 'node:net'
import type { Admit } from '../access/gate.ts'
import type { LastKnown } from '../access/last-known.ts'
import type { Permission } from '../access/permissions.ts'
import type { CourtScope, SignedIn } from '../access/rights.ts'
import { reaches, scopeOf } from '../access/scope.ts'
import { inTime } from '../in-time.ts'
import { DomainError, isVerdict } from '../protocol/errors.ts'
import { cookieNames, readCookie } from './cookies.ts'
import { pathId } from './path-parameter.ts'
import type { Authorise, ScopedTo, StaffGranted, StaffRule } from './routes.ts'

export interface AuthoriseOptions {
  admit: Admit
  signedIn: LastKnown
  /** The courts of what a path names: one, several for a person, none where there is no such thing. */
  courtsOf: (of: Exclude<ScopedTo, 'any' | 'all'>, id: string) => Promise<readonly string[]>
  /** Without asking the store; undefined for a hearing that is not under way. */
  underWayIn: (hearingId: string) => { courtId: string } | undefined
  metricsToken: string | null
}

const parameterOf = {
  court: 'courtId',
  hearing: 'hearingId',
  courtroom: 'courtroomId',
  person: 'personId',
  screen: 'screenId',
} as const

/** A rule that can do without the store waits no longer for it, ms. */
const storeWaitsMs = 500

/** Asks `access/` for each rule; has no judgement of its own. */
export function createAuthorise(options: AuthoriseOptions): Authorise {
  const { admit, signedIn: sessions, courtsOf, underWayIn, metricsToken } = options
  const anySession = async (request: Request): Promise<SignedIn> => {
    const id = readCookie(request, cookieNames.session)
    const signedIn = id === undefined ? undefined : await sessions.find(id)
    if (signedIn === undefined) throw new DomainError('not_signed_in', 'no session')
    return signedIn
  }
  const staff = async (request: Request, { permission, of }: StaffRule): Promise<StaffGranted> => {
    const signedIn = await anySession(request)
    const scope = heldScope(signedIn, permission)
    if (of === 'all' && scope !== 'all') return notHeld(permission)
    if (of === 'any' || of === 'all') return { ...signedIn, courtId: '', scope }
    const courts = await courtsOf(of, pathId(request, parameterOf[of]))
    // A right to all courts is none to what is not there.
    const courtId = courts.find((id) => reaches(scope, id))
    return courtId === undefined ? notHeld(permission) : { ...signedIn, courtId, scope }
  }
  /** Null: nobody who was known to hold it. */
  const asLastKnown = (request: Request, { permission }: StaffRule): StaffGranted | null => {
    const signedIn = sessions.last(readCookie(request, cookieNames.session) ?? '')
    const hearing = underWayIn(pathId(request, 'hearingId'))
    if (signedIn === undefined || hearing === undefined) return null
    const scope = heldScope(signedIn, permission)
    return reaches(scope, hearing.courtId)
      ? { ...signedIn, courtId: hearing.courtId, scope, asLastKnown: true }
      : null
  }
  return {
    plain: {
      public: () => Promise.resolve(null),
      session: async (request) => {
        const signedIn = await anySession(request)
        if (signedIn.device !== null) throw new DomainError('refused', 'not for a device')
        return signedIn
      },
      session_or_device: anySession,
      hearing: (request) => {
        const hearingId = pathId(request, 'hearingId')
        const isPlaylist = request.path.endsWith('.m3u8')
        return admit(hearingToken(request), hearingId, isPlaylist ? 'hls_playlist' : 'hls_segment')
      },
      operator: async (request) => {
        if (!isLocal(request) && !hasMetricsToken(request, metricsToken)) {
          throw new DomainError('not_found', 'neither from this machine nor with the metrics token')
        }
        return null
      },
    },
    async staff(request, rule) {
      if (rule.orLastKnown !== true) return staff(request, rule)
      const away = new DomainError('store_unavailable', 'it takes too long')
      try {
        const granted = await inTime(staff(request, rule), storeWaitsMs)
        if (granted !== null) return granted
        throw away
      } catch (error) {
        const granted = isVerdict(error) ? null : asLastKnown(request, rule)
        if (granted === null) throw error
        return granted
      }
    },
  }
}

const notHeld = (permission: Permission): never => {
  throw new DomainError('refused', `${permission} is not held there`)
}

function heldScope({ grants }: SignedIn, permission: Permission): CourtScope {
  const scope = scopeOf(grants, permission)
  return scope !== 'all' && scope.length === 0 ? notHeld(permission) : scope
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
