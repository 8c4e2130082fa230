import type { Request, Response } from 'express'
import { mayDo, permissions } from '../access/permissions.ts'
import type { SignedIn } from '../access/rights.ts'
import { pairedLifetimeMs, type Browser } from '../access/sessions.ts'
import type { SignedInNow } from '../access/sign-in.ts'
import type { SessionAnswer } from '../protocol/api.ts'
import { DomainError } from '../protocol/errors.ts'
import { cookieNames, readCookie, setCookie, type CookieSettings } from './cookies.ts'

/** What a request tells of the browser that signs in. */
export const browserOf = (request: Request): Browser => ({
  address: request.ip ?? '',
  userAgent: request.headers['user-agent'] ?? '',
  deviceId: readCookie(request, cookieNames.device),
  earlierId: readCookie(request, cookieNames.session),
})

export function setSessionCookies(
  response: Response,
  { session, device }: Pick<SignedInNow, 'session' | 'device'>,
  settings: CookieSettings & { nowMs: number },
): void {
  setCookie(response, cookieNames.session, session.id, { ...settings, endsAtMs: session.endsAtMs })
  if (device === null) return
  setCookie(response, cookieNames.device, device.id, {
    ...settings,
    endsAtMs: device.endsAtMs,
    path: '/api/session',
    sameSite: 'strict',
  })
}

/** A device's cookie lasts as long from each use on, as its session does. */
export function renewDeviceCookie(
  request: Request,
  response: Response,
  { device }: Pick<SignedIn, 'device'>,
  settings: CookieSettings & { nowMs: number },
): void {
  const id = readCookie(request, cookieNames.session)
  if (device === null || id === undefined) return
  const endsAtMs = settings.nowMs + pairedLifetimeMs
  setSessionCookies(response, { session: { id, endsAtMs }, device: null }, settings)
}

export function sessionAnswerOf({ person }: Pick<SignedInNow, 'person'>): SessionAnswer {
  const { personId, login, name, language, grants } = person
  const may = permissions.filter((permission) => grants.some(({ role }) => mayDo(role, permission)))
  return { personId, login, name, language, grants: [...grants], may }
}

/**
 * Where our pages are open in the browser that asks. `Origin`, which writes carry, has been found to be ours by then
 * (`origin-check.ts`). Throws `bad_request` for a host that can't stand in an address.
 */
export function originOf(request: Request, { secure }: CookieSettings): string {
  const { origin, host = '' } = request.headers
  const ours = origin ?? `${secure ? 'https' : 'http'}://${host}`
  if (!/^https?:\/\/(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.test(ours)) {
    throw new DomainError('bad_request', 'no host that can stand in an address')
  }
  return ours
}
