import { SignallingError } from './media-signalling.ts'
import type { Signalling } from './signalling.ts'
import { joinHearing, type HearingJoin, type JoinToken } from './webrtc-join.ts'
import type { WebRtcKit } from './webrtc-kit.ts'
import { keepRenewed } from './webrtc-renewal.ts'
import type { openWebRtcSession } from './webrtc-session.ts'

/** Which hearing is to be stood by for. */
export interface StandByWish {
  hearingId: string
  /** A token that is good now, and another than `refusedToken`, which the server did not take. */
  token: (refusedToken?: string) => Promise<JoinToken>
}

/**
 * The connection for the hearing that a person may choose next, made beforehand, over which nothing of the hearing comes
 * until it is chosen. What goes wrong with it is nobody's business: it is made anew, with growing waits.
 */
export interface StandBy {
  /** Keeps one for this hearing from now on, in the place of any other; null: none. */
  keep(wish: StandByWish | null): void
  /** What stands by for this hearing, the caller's from now on; no other is made until the next `keep`. */
  take(hearingId: string, onLost: () => void): HearingJoin | null
}

export interface StandByOptions {
  signalling: Signalling
  /** Rejects when `signal` aborts. */
  ready: (signal: AbortSignal) => Promise<WebRtcKit>
  open?: typeof openWebRtcSession
}

/** How long, ms, the next hearing must have been wished for: a mouse may sweep over a whole list. */
const settleMs = 150
const firstWaitMs = 1_000
const maxWaitMs = 60_000
/** What stood by for so long, ms, was no failure. */
const lastingMs = 10_000

interface Standing {
  hearingId: string
  join: HearingJoin
  onLost: () => void
  sinceMs: number
  /** Ends all that is done for it here. */
  release(): void
}

export function createStandBy({ signalling, ready, open }: StandByOptions): StandBy {
  let wish: StandByWish | null = null
  let standing: Standing | null = null
  let failures = 0
  let refusedToken: string | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let making = new AbortController()

  const stopMaking = (): void => {
    clearTimeout(timer)
    making.abort()
  }
  const release = (): HearingJoin | null => {
    const released = standing
    standing = null
    released?.release()
    return released?.join ?? null
  }
  const makeSoon = (waitMs: number): void => {
    stopMaking()
    making = new AbortController()
    const { signal } = making
    timer = setTimeout(() => void make(signal), waitMs)
  }
  const failed = (): void => {
    if (standing && performance.now() - standing.sinceMs > lastingMs) failures = 0
    release()?.leave()
    if (wish === null) return
    // Spread, so that all the pages that a restart cuts off don't come back together.
    makeSoon(Math.min(maxWaitMs, firstWaitMs * 2 ** failures) * (0.75 + Math.random() / 2))
    failures++
  }
  const make = async (signal: AbortSignal): Promise<void> => {
    if (wish === null) return
    const { hearingId, token: getToken } = wish
    let joinedWith: string | undefined
    try {
      const [kit, token] = await Promise.all([
        ready(signal),
        getToken(refusedToken),
        signalling.untilConnected(signal),
        // One after the other: a join that is replaced before its answer counts as one that failed.
        standing?.join.session.catch(() => undefined),
      ])
      if (signal.aborted) return
      joinedWith = token.token
      const join = joinHearing({
        signalling,
        kit,
        hearingId,
        token,
        catchUp: true,
        standBy: true,
        onLost: () => made.onLost(),
        ...(open ? { open } : {}),
      })
      // Only now: until then what stood by for another hearing could still be chosen.
      release()?.leave()
      const made = stand(hearingId, join, getToken)
      standing = made
      await join.session
      refusedToken = undefined
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof SignallingError) refusedToken = joinedWith
      failed()
    }
  }
  const stand = (hearingId: string, join: HearingJoin, getToken: StandByWish['token']): Standing => {
    const stopListening = signalling.listen({
      onFeed: (status) => {
        join.laterFeed = status
      },
      onEnded: failed,
      onLost: failed,
    })
    let renewed = join.token
    const stopRenewing = keepRenewed({
      expiresAtMs: join.token.expiresAtMs,
      getToken: async () => (renewed = await getToken()),
      renew: async (token) => {
        await signalling.renew(token, hearingId)
        join.token = renewed
      },
    })
    return {
      hearingId,
      join,
      onLost: failed,
      sinceMs: performance.now(),
      release() {
        stopListening()
        stopRenewing()
      },
    }
  }

  return {
    keep(next) {
      if (next?.hearingId === wish?.hearingId) return
      const waitMs = wish === null ? 0 : settleMs
      wish = next
      failures = 0
      refusedToken = undefined
      stopMaking()
      if (next === null) release()?.leave()
      else if (standing?.hearingId !== next.hearingId) makeSoon(waitMs)
    },
    take(hearingId, onLost) {
      if (standing?.hearingId !== hearingId) return null
      standing.onLost = onLost
      wish = null
      stopMaking()
      return release()
    },
  }
}
