import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { DomainError } from '../protocol/errors.ts'
import { pairingCode, type DeviceKind, type PairingAnswer } from '../protocol/screens.ts'
import { networkOf } from './network-of.ts'

/** How a pairing stands with the device that began it. */
export type PairingStanding =
  | {
      readonly state: 'waiting'
      readonly kind: DeviceKind
      readonly code: string
      readonly untilMs: number
    }
  | { readonly state: 'paired'; readonly deviceId: string; readonly kind: DeviceKind }
  | { readonly state: 'ended' }

/**
 * Codes that devices show until somebody types them in. In memory: after a restart a device shows another one. What the device
 * holds is a secret of its own, so that who reads the code from a wall can't become that device.
 */
export interface Pairings {
  /** `secret` is for the device alone. Throws `too_many_requests`. */
  begin(kind: DeviceKind, address: string): Promise<PairingAnswer & { secret: string }>
  /** Of the device with this secret; `paired` a few times only, for an answer that is lost on its way. */
  look(secret: string | undefined): PairingStanding
  /**
   * `make` gives the device that shows this code an id; it shows the code on where that throws. Throws `code_unknown`,
   * `too_many_requests` for somebody (`byId`) who guesses.
   */
  use<T extends { id: string }>(
    code: string,
    byId: string,
    make: (kind: DeviceKind) => Promise<T>,
  ): Promise<T>
}

export const pairingLifetimeMs = 600_000
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const codeLength = 6
/** At one time, of everybody together. */
const mostPairings = 2000
const mostLooksWhenPaired = 5
/** A press centre's screens share one address, and ask anew each ten minutes. */
const beginnings = { points: 20, duration: 60 }
const wrongCodes = { points: 10, duration: 60 }

interface Pairing {
  readonly kind: DeviceKind
  readonly code: string
  readonly untilMs: number
  state: 'waiting' | 'being paired' | 'paired'
  deviceId: string
  looks: number
}

export function createPairings({ nowMs }: { nowMs: () => number }): Pairings {
  /** By the hash of the secret: how long a search takes tells nothing of a secret. */
  const pairings = new Map<string, Pairing>()
  const perNetwork = new RateLimiterMemory({ keyPrefix: 'pairing', ...beginnings })
  const perGuesser = new RateLimiterMemory({ keyPrefix: 'code', ...wrongCodes })

  const forgetEnded = (): void => {
    for (const [key, { untilMs }] of pairings) if (untilMs <= nowMs()) pairings.delete(key)
  }
  const showing = (code: string): Pairing | undefined => {
    let found: Pairing | undefined
    // All are compared, so that the time it takes tells nothing of where one is.
    for (const pairing of pairings.values())
      if (isSame(pairing.code, code) && pairing.state === 'waiting' && pairing.untilMs > nowMs())
        found = pairing
    return found
  }
  const newCode = (): string => {
    const code = Array.from({ length: codeLength }, () => alphabet.charAt(randomInt(alphabet.length))).join(
      '',
    )
    return [...pairings.values()].some((pairing) => pairing.code === code) ? newCode() : code
  }

  return {
    async begin(kind, address) {
      await count(perNetwork, networkOf(address))
      forgetEnded()
      if (pairings.size >= mostPairings) throw new DomainError('too_many_requests', 'too many pairings')
      const secret = randomBytes(32).toString('base64url')
      const pairing: Pairing = {
        kind,
        code: newCode(),
        untilMs: Math.floor(nowMs()) + pairingLifetimeMs,
        state: 'waiting',
        deviceId: '',
        looks: 0,
      }
      pairings.set(keyOf(secret), pairing)
      return { secret, code: pairing.code, untilMs: pairing.untilMs }
    },
    look(secret) {
      const pairing = secret === undefined ? undefined : pairings.get(keyOf(secret))
      if (pairing === undefined || pairing.untilMs <= nowMs()) return { state: 'ended' }
      const { code, untilMs, kind, deviceId } = pairing
      if (pairing.state !== 'paired') return { state: 'waiting', kind, code, untilMs }
      pairing.looks++
      return pairing.looks > mostLooksWhenPaired ? { state: 'ended' } : { state: 'paired', deviceId, kind }
    },
    async use(typed, byId, make) {
      const code = typed.toUpperCase().replaceAll(/[\s-]/g, '')
      await count(perGuesser, byId)
      const pairing = pairingCode.safeParse(code).success ? showing(code) : undefined
      if (pairing === undefined) throw new DomainError('code_unknown', 'no device shows this code')
      // At once, so that nobody else finds it as well.
      pairing.state = 'being paired'
      try {
        await perGuesser.reward(byId)
        const device = await make(pairing.kind)
        pairing.deviceId = device.id
        pairing.state = 'paired'
        return device
      } catch (error) {
        pairing.state = 'waiting'
        throw error
      }
    },
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
const keyOf = (secret: string): string => digest(secret).toString('hex')
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))

async function count(limit: RateLimiterMemory, key: string): Promise<void> {
  if ((await limit.penalty(key)).consumedPoints > limit.points)
    throw new DomainError('too_many_requests', 'asked for too often')
}
