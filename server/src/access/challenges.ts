import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/**
 * What an authenticator is to sign: each is good once, for five minutes, for one purpose. A challenge says itself until when it is
 * good, under a key of this process, and only those that were spent are kept: anybody may ask for challenges, and nobody can fill
 * memory, or push out another's, by asking for many.
 */
export interface Challenges {
  issue(purpose: string): Buffer
  /** Whether it was issued for this and is still good; from now on it no longer is. */
  spend(challenge: string, purpose: string): boolean
}

const lifetimeMs = 300_000
const nonceBytes = 16
const timeBytes = 6

export function createChallenges(nowMs: () => number): Challenges {
  const key = randomBytes(32)
  /** When each ends, in the order of being spent. */
  const spent = new Map<string, number>()
  const sealOf = (purpose: string, facts: Buffer): Buffer =>
    createHmac('sha256', key).update(purpose).update('\0').update(facts).digest()

  return {
    issue(purpose) {
      const ends = Buffer.alloc(timeBytes)
      ends.writeUIntBE(Math.floor(nowMs()) + lifetimeMs, 0, timeBytes)
      const facts = Buffer.concat([randomBytes(nonceBytes), ends])
      return Buffer.concat([facts, sealOf(purpose, facts)])
    },
    spend(challenge, purpose) {
      const bytes = Buffer.from(challenge, 'base64url')
      const facts = bytes.subarray(0, nonceBytes + timeBytes)
      const seal = bytes.subarray(nonceBytes + timeBytes)
      const expected = sealOf(purpose, facts)
      if (seal.length !== expected.length || !timingSafeEqual(seal, expected)) return false
      for (const [one, endsMs] of spent) if (endsMs <= nowMs()) spent.delete(one)
      const endsMs = facts.readUIntBE(nonceBytes, timeBytes)
      // By its bytes: the same ones can be spelt in several ways.
      const spelt = bytes.toString('hex')
      if (endsMs <= nowMs() || spent.has(spelt)) return false
      spent.set(spelt, endsMs)
      return true
    },
  }
}
