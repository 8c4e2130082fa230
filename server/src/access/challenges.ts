import { randomBytes } from 'node:crypto'

/** What an authenticator is to sign, kept here until it has: each is good once, for five minutes, for one purpose. */
export interface Challenges {
  issue(purpose: string): string
  /** Whether it was issued for this and is still good; from now on it no longer is. */
  spend(challenge: string, purpose: string): boolean
}

const lifetimeMs = 300_000
/** Beyond it the oldest goes: anybody may ask for one, and memory has an end. */
const most = 50_000

export function createChallenges(nowMs: () => number): Challenges {
  /** In the order of their ends. */
  const open = new Map<string, { purpose: string; endsMs: number }>()
  return {
    issue(purpose) {
      for (const [challenge, { endsMs }] of open) {
        if (endsMs > nowMs() && open.size < most) break
        open.delete(challenge)
      }
      const challenge = randomBytes(32).toString('base64url')
      open.set(challenge, { purpose, endsMs: nowMs() + lifetimeMs })
      return challenge
    },
    spend(challenge, purpose) {
      const found = open.get(challenge)
      open.delete(challenge)
      return found !== undefined && found.purpose === purpose && found.endsMs > nowMs()
    },
  }
}
