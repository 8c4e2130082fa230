import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { ErrorCode } from '../protocol/errors.ts'

/** More than this from one connection can only be guessing, or a client that is broken. */
const failuresOfPeer = { points: 10, duration: 5 }
/** A player sends a handful of requests in its first second. */
const requestsOfPeer = { points: 60, duration: 1 }

const failures: ReadonlySet<ErrorCode | null> = new Set(['refused', 'bad_request', 'too_many_requests'])

/** Those for which a token is verified. */
const isTried = (event: string): boolean => event === 'join' || event === 'renew' || event === 'attend'

export interface JoinLimits {
  /** False: this connection has asked, or failed, too much lately. */
  allow(peerId: string, event: string): Promise<boolean>
  answered(peerId: string, event: string, code: ErrorCode | null): void
}

/**
 * Keeps those who guess tokens from taking the server's time from those who watch. A connection answers for itself alone:
 * a press centre shares one address, and to verify a token (0.17 ms) costs less than the connection that brings it. In
 * memory, which is enough, since a connection has one process.
 */
export function createJoinLimits(): JoinLimits {
  const tries = new RateLimiterMemory(failuresOfPeer)
  const requests = new RateLimiterMemory(requestsOfPeer)
  return {
    async allow(peerId, event) {
      try {
        await requests.consume(peerId)
        // Paid beforehand, so that a hundred sent at once do not all pass before the first has failed.
        if (isTried(event)) await tries.consume(peerId)
        return true
      } catch {
        return false
      }
    },
    answered(peerId, event, code) {
      if (isTried(event) && !failures.has(code)) void tries.reward(peerId)
    },
  }
}
