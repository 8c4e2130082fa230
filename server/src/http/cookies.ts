import { parseCookie } from 'cookie'
import type { Request, Response } from 'express'

/**
 * `session` goes with every request, `device` and `oidc` only to sign-in, `hls` only to one hearing's path, `pairing` only to where a
 * device asks whether it was paired.
 */
export const cookieNames = {
  session: 'pg_session',
  device: 'pg_device',
  oidc: 'pg_oidc',
  hls: 'pg_hls',
  pairing: 'pg_pairing',
} as const

/** Where the token's cookie of a hearing goes, and nowhere else. */
export const hlsPath = (hearingId: string): string => `/hls/${hearingId}`

/** Where the cookie of a device that is being paired goes. */
export const pairingsPath = '/api/pairings'

export function readCookie(request: Request, name: string): string | undefined {
  const header = request.headers.cookie
  return header === undefined ? undefined : parseCookie(header)[name]
}

export interface CookieSettings {
  /** Browsers come over HTTPS. */
  secure: boolean
}

export function setCookie(
  response: Response,
  name: string,
  value: string,
  settings: CookieSettings & { endsAtMs: number; nowMs: number; path?: string; sameSite?: 'lax' | 'strict' },
): void {
  response.cookie(name, value, {
    httpOnly: true,
    secure: settings.secure,
    sameSite: settings.sameSite ?? 'lax',
    path: settings.path ?? '/',
    maxAge: Math.max(0, settings.endsAtMs - settings.nowMs),
  })
}

export function clearCookie(response: Response, name: string, settings: CookieSettings, path = '/'): void {
  response.clearCookie(name, { httpOnly: true, secure: settings.secure, sameSite: 'lax', path })
}
