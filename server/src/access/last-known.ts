import type { RightsChanges } from './rights-changes.ts'
import type { SignedIn } from './rights.ts'
import { hashOf } from './session-rows.ts'
import type { Sessions } from './sessions.ts'

/** Who is signed in, and who was when the store could be asked last. */
export interface LastKnown {
  /** As `Sessions.find`. */
  find(cookieId: string): Promise<SignedIn | undefined>
  /** Whose session has not ended, as the store has said since rights were last taken from anybody; good for nothing but to close a session without it. */
  last(cookieId: string): SignedIn | undefined
}

export interface LastKnownOptions {
  sessions: Pick<Sessions, 'find' | 'onEnded'>
  rightsChanges: Pick<RightsChanges, 'onChanged'>
  nowMs: () => number
}

const remembered = 1000

/** Pages of staff, displays and benches ask every few seconds, so that all who are at work are known soon after each change. */
export function createLastKnown({ sessions, rightsChanges, nowMs }: LastKnownOptions): LastKnown {
  const known = new Map<string, SignedIn>()
  /** What was asked before a change says nothing of afterwards. */
  let changes = 0
  const forget = (): void => {
    changes++
    known.clear()
  }
  sessions.onEnded(forget)
  rightsChanges.onChanged(forget)

  return {
    async find(cookieId) {
      const before = changes
      const signedIn = await sessions.find(cookieId)
      const key = hashOf(cookieId).toString('base64')
      known.delete(key)
      if (signedIn !== undefined && before === changes) known.set(key, signedIn)
      const [oldest] = known.keys()
      if (known.size > remembered && oldest !== undefined) known.delete(oldest)
      return signedIn
    },
    last(cookieId) {
      const signedIn = known.get(hashOf(cookieId).toString('base64'))
      return signedIn !== undefined && signedIn.endsAtMs > nowMs() ? signedIn : undefined
    },
  }
}
