import type { Logger } from 'pino'
import { DomainError } from '../protocol/errors.ts'
import type { Admit } from './gate.ts'
import type { HearingTokens } from './hearing-token.ts'
import type { Rights } from './rights.ts'
import type { TokenBars } from './token-bars.ts'

export interface AdmitOptions {
  tokens: HearingTokens
  rights: Rights
  bars: Pick<TokenBars, 'isBarred'>
  /** Whether a sign-in has not ended. */
  isSignedIn: (sessionId: string) => Promise<boolean>
  /** Whether media of this hearing may leave now; false for one that does not exist. */
  isOnAir: (hearingId: string) => Promise<boolean>
  nowMs: () => number
  log: Logger
}

/**
 * The gate. Every path asks this one function, for each request, and it asks the store: a right that was taken a moment ago is gone.
 * A token's end is looked at last but one: only who would be admitted is told that a new token helps.
 */
export function createAdmit({ tokens, rights, bars, isSignedIn, isOnAir, nowMs, log }: AdmitOptions): Admit {
  return async (token, hearingId, path) => {
    const refuse = (reason: string): never => {
      log.debug({ hearingId, path, reason }, 'refused')
      throw new DomainError('refused', reason)
    }
    if (token === undefined || token === '') return refuse('no token')
    const admission = tokens.verify(token)
    if (admission.hearingId !== hearingId) return refuse('a token of another hearing')
    if (bars.isBarred(admission.tokenId, path)) return refuse('a token that was taken away')
    const { sessionId } = admission
    if (sessionId !== undefined && !(await isSignedIn(sessionId))) return refuse('signed out since')
    const role = await rights.watchingAs(admission.subjectId, hearingId)
    if (role === null) return refuse('no right to such a hearing')
    if (role !== admission.role) return refuse('no right in this role')
    if (admission.expiresAtMs <= nowMs()) throw new DomainError('token_expired', 'the token has ended')
    if (path !== 'attend' && !(await isOnAir(hearingId)))
      throw new DomainError('not_on_air', 'the hearing gives no media now')
    return admission
  }
}
