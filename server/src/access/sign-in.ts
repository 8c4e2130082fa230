import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from 'pino'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { DomainError } from '../protocol/errors.ts'
import type { Role } from '../protocol/identifiers.ts'
import type { Accounts } from './accounts.ts'
import type { Sessions } from './sessions.ts'

export interface SignInRequest {
  login: string
  password: string
  /** The client's address. */
  address: string
  /** The device cookie, where the browser has one. */
  deviceId: string | undefined
}

export interface SignedIn {
  login: string
  role: Role
  session: { id: string; endsAtMs: number }
  /** A device cookie to set, where the browser had none for this login. */
  device: { id: string; endsAtMs: number } | null
}

/** Throws DomainError `wrong_login` or `too_many_requests`. */
export type SignIn = (request: SignInRequest) => Promise<SignedIn>

/** Failures that are allowed, and the time they are counted over, s. */
export interface SignInLimits {
  perAccountAndAddress: { failures: number; withinS: number }
  perDevice: { failures: number; withinS: number }
  perAddress: { failures: number; withinS: number }
  /** Beyond it each answer waits `slowDownMs`. */
  perAccount: { failures: number; withinS: number; slowDownMs: number }
}

export const signInLimits: SignInLimits = {
  perAccountAndAddress: { failures: 10, withinS: 60 },
  perDevice: { failures: 10, withinS: 60 },
  perAddress: { failures: 60, withinS: 60 },
  perAccount: { failures: 20, withinS: 900, slowDownMs: 1000 },
}

const limiter = (
  name: string,
  { failures, withinS }: { failures: number; withinS: number },
): RateLimiterMemory => new RateLimiterMemory({ keyPrefix: name, points: failures, duration: withinS })

/**
 * Signing in, throttled so that a guesser is slowed and nobody else is locked out. Failures from one address on one
 * account stop only that pair, and failures from one address at large only its browsers that are new to the account:
 * a browser that has signed in as this login before carries a device cookie and a count of its own (the OWASP device
 * cookie), because a whole press centre shares one address. Failures on an account from everywhere never
 * stop it, they only make each answer slower.
 */
export function createSignIn(
  accounts: Accounts,
  sessions: Sessions,
  log: Logger,
  limits: SignInLimits = signInLimits,
): SignIn {
  const pair = limiter('pair', limits.perAccountAndAddress)
  const device = limiter('device', limits.perDevice)
  const address = limiter('address', limits.perAddress)
  const account = limiter('account', limits.perAccount)

  return async (request) => {
    const { login, password } = request
    const known = request.deviceId !== undefined && sessions.knowsDevice(request.deviceId, login)
    const counts = known
      ? [{ limit: device, key: request.deviceId ?? '' }]
      : [
          { limit: pair, key: JSON.stringify([login, request.address]) },
          { limit: address, key: request.address },
        ]
    // Counted before the password is looked at, so that guesses sent at once don't all pass the check.
    // In turn: what the first one stops is no charge to the second, which others share.
    for (const { limit, key } of counts) {
      if ((await limit.penalty(key)).consumedPoints > limit.points) {
        log.warn({ address: request.address }, 'sign-in throttled')
        throw new DomainError('too_many_requests', 'too many failed sign-ins')
      }
    }
    if (!known && ((await account.get(login))?.consumedPoints ?? 0) >= limits.perAccount.failures) {
      await delay(limits.perAccount.slowDownMs)
    }
    const found = (await accounts.checkPassword(login, password)) ? accounts.find(login) : undefined
    if (found === undefined) {
      await account.penalty(login)
      log.info({ address: request.address }, 'sign-in failed')
      throw new DomainError('wrong_login', 'unknown login or wrong password')
    }
    await Promise.all(counts.map(({ limit, key }) => limit.reward(key)))
    log.info({ login: found.login, address: request.address }, 'signed in')
    return {
      login: found.login,
      role: found.role,
      session: sessions.create(found.login),
      device: known ? null : sessions.rememberDevice(found.login),
    }
  }
}
