import type { Logger } from 'pino'
import { DomainError } from '../protocol/errors.ts'
import type { Accounts } from './accounts.ts'
import type { Admit } from './gate.ts'
import type { HearingTokens } from './hearing-token.ts'

export interface AdmitOptions {
  tokens: HearingTokens
  accounts: Accounts
  /** Whether media of this hearing may leave now; false for one that does not exist. */
  isLive: (hearingId: string) => boolean
  nowMs: () => number
  log: Logger
}

/**
 * The gate. Every path asks this one function, for each request. A token's end is looked at last: only who
 * would be admitted is told that a new token helps.
 */
export function createAdmit({ tokens, accounts, isLive, nowMs, log }: AdmitOptions): Admit {
  return (token, hearingId, path) => {
    const refuse = (reason: string): never => {
      log.debug({ hearingId, path, reason }, 'refused')
      throw new DomainError('refused', reason)
    }
    if (token === undefined || token === '') return refuse('no token')
    const admission = tokens.verify(token)
    if (admission.hearingId !== hearingId) return refuse('a token of another hearing')
    if (!isLive(hearingId)) return refuse('no such live hearing')
    if (accounts.find(admission.login)?.role !== admission.role) return refuse('no such account in this role')
    if (!accounts.mayWatch(admission.login, hearingId)) return refuse('no right to this hearing')
    if (admission.expiresAtMs <= nowMs()) throw new DomainError('token_expired', 'the token has ended')
    return admission
  }
}
