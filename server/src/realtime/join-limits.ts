import { RateLimiterMemory } from 'rate-limiter-flexible'

/** More than this from one address within the window can only be guessing. */
const failedJoins = { points: 50, duration: 5 }
/** A player sends a handful of requests in its first second. */
const requestsOfPeer = { points: 60, duration: 1 }

export interface JoinLimits {
  /** False: this peer or this address has asked too much lately. */
  allow(peerId: string, address: string, event: string): Promise<boolean>
  joinFailed(address: string): void
}

/** Keeps those who guess tokens from taking the server's time from those who watch. In memory, so for one process. */
export function createJoinLimits(): JoinLimits {
  const failures = new RateLimiterMemory(failedJoins)
  const requests = new RateLimiterMemory(requestsOfPeer)
  return {
    async allow(peerId, address, event) {
      try {
        await requests.consume(peerId)
      } catch {
        return false
      }
      if (event !== 'join') return true
      const spent = await failures.get(address)
      return spent === null || spent.consumedPoints < failedJoins.points
    },
    joinFailed(address) {
      // Rejects once the points are spent, which `allow` will find out.
      failures.consume(address).catch(() => undefined)
    },
  }
}
