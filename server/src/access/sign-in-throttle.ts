import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { DomainError } from '../protocol/errors.ts'
import { networkOf } from './network-of.ts'

/** Failures that are allowed, and the time they are counted over, s. */
export interface SignInLimits {
  perAccountAndAddress: { failures: number; withinS: number }
  perDevice: { failures: number; withinS: number }
  perAddress: { failures: number; withinS: number }
  /** Beyond it each answer waits `slowDownMs`. */
  perAccount: { failures: number; withinS: number; slowDownMs: number }
  /** Wrong codes of an account's second factor, which only somebody with its password can give. */
  perAccountCodes: { failures: number; withinS: number }
}

export const signInLimits: SignInLimits = {
  perAccountAndAddress: { failures: 10, withinS: 60 },
  perDevice: { failures: 10, withinS: 60 },
  perAddress: { failures: 60, withinS: 60 },
  perAccount: { failures: 20, withinS: 900, slowDownMs: 1000 },
  perAccountCodes: { failures: 10, withinS: 900 },
}

export interface Attempt {
  login: string
  address: string
  /** The device cookie of a browser that has signed in as this login before. */
  knownDevice: string | undefined
}

/**
 * Throttling so that a guesser is slowed and nobody else is locked out. Failures from one address on one account stop only that
 * pair, and failures from one address at large only its browsers that are new to the account: a browser that has signed in as this
 * login before carries a device cookie and a count of its own (the OWASP device cookie), because a whole press centre shares one
 * address. Failures on an account from everywhere never stop it, they only make each answer slower. Wrong codes of the second factor do
 * stop browsers that are new to it: a million codes are few, and whoever gives them has the password already.
 */
export interface SignInThrottle {
  /** Before the password is looked at. Throws `too_many_requests`. */
  begin(attempt: Attempt): Promise<void>
  /** It was right, or a fault of ours: this attempt counts for nothing. */
  forgive(attempt: Attempt): Promise<void>
  failed(attempt: Attempt): Promise<void>
  /** Before a code is looked at. Throws `too_many_requests`. */
  beginCode(attempt: Attempt): Promise<void>
  forgiveCode(attempt: Attempt): Promise<void>
}

const limiter = (
  name: string,
  { failures, withinS }: { failures: number; withinS: number },
): RateLimiterMemory => new RateLimiterMemory({ keyPrefix: name, points: failures, duration: withinS })

export function createSignInThrottle(log: Logger, limits: SignInLimits = signInLimits): SignInThrottle {
  const pair = limiter('pair', limits.perAccountAndAddress)
  const device = limiter('device', limits.perDevice)
  const address = limiter('address', limits.perAddress)
  const account = limiter('account', limits.perAccount)
  const codes = limiter('codes', limits.perAccountCodes)

  const countsOf = (attempt: Attempt): { limit: RateLimiterMemory; key: string }[] =>
    attempt.knownDevice !== undefined
      ? [{ limit: device, key: attempt.knownDevice }]
      : [
          { limit: pair, key: JSON.stringify([attempt.login, networkOf(attempt.address)]) },
          { limit: address, key: networkOf(attempt.address) },
        ]
  const count = async (limit: RateLimiterMemory, key: string, from: string): Promise<void> => {
    if ((await limit.penalty(key)).consumedPoints <= limit.points) return
    log.warn({ address: from }, 'sign-in throttled')
    throw new DomainError('too_many_requests', 'too many failed sign-ins')
  }

  return {
    async begin(attempt) {
      // Counted before the password is looked at, so that guesses sent at once don't all pass the check.
      // In turn: what the first one stops is no charge to the second, which others share.
      for (const { limit, key } of countsOf(attempt)) await count(limit, key, attempt.address)
      const failures = (await account.get(attempt.login))?.consumedPoints ?? 0
      if (attempt.knownDevice === undefined && failures >= limits.perAccount.failures) {
        await delay(limits.perAccount.slowDownMs)
      }
    },
    async forgive(attempt) {
      await Promise.all(countsOf(attempt).map(({ limit, key }) => limit.reward(key)))
    },
    async failed({ login }) {
      await account.penalty(login)
    },
    async beginCode({ login, address: from, knownDevice }) {
      if (knownDevice === undefined) await count(codes, login, from)
    },
    async forgiveCode({ login, knownDevice }) {
      if (knownDevice === undefined) await codes.reward(login)
    },
  }
}
