import type { Role } from '../protocol/identifiers.ts'

/** What a token said, once it was found good. Times are ms since the epoch. */
export interface Admission {
  readonly hearingId: string
  readonly login: string
  readonly role: Role
  /** The token's `jti`, for logs. */
  readonly tokenId: string
  readonly expiresAtMs: number
}

/** Which way the media would go; every way asks the same function. */
export type MediaPath = 'webrtc' | 'hls_playlist' | 'hls_segment'

/**
 * The one question of every path: may the bearer of this token get this hearing's media now?
 *
 * Throws DomainError `token_expired` for a token that was good and has ended, `refused` for all else,
 * an unknown hearing included.
 */
export type Admit = (token: string | undefined, hearingId: string, path: MediaPath) => Admission
