import type { Role } from '../protocol/identifiers.ts'

/** What a token said, once it was found good. Times are ms since the epoch. */
export interface Admission {
  readonly hearingId: string
  /** The person, or the screen, that holds it: the token's `sub`. */
  readonly subjectId: string
  readonly role: Role
  /** The sign-in that the token was given out under, and ends with; absent: none, as of a display. */
  readonly sessionId?: string | undefined
  /** The token's `jti`, for logs. */
  readonly tokenId: string
  readonly expiresAtMs: number
}

/**
 * What is asked for. `attend` is to be told how the hearing stands and to be counted, without its media; each of the others is a way
 * of the media, and is open only while the hearing is on the air.
 */
export type MediaPath = 'attend' | 'webrtc' | 'hls_playlist' | 'hls_segment'

/**
 * The one question of every path: may the bearer of this token get this of the hearing now?
 *
 * Throws DomainError `token_expired` for a token that was good and has ended, `not_on_air` where the hearing gives no media at
 * present (told only to those with a right to it), `refused` for all else, an unknown hearing included.
 */
export type Admit = (token: string | undefined, hearingId: string, path: MediaPath) => Promise<Admission>
