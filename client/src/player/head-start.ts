import type { Attendances } from './attendances.ts'
import type { Signalling } from './signalling.ts'
import { createStandBy, type StandByWish } from './stand-by.ts'
import { joinHearing, type HearingJoin, type JoinToken } from './webrtc-join.ts'
import type { WebRtcKit } from './webrtc-kit.ts'
import type { openWebRtcSession } from './webrtc-session.ts'

/**
 * What is done before the watch page is there: a connection that stands by for the hearing that may be chosen, and the beginning,
 * in the click itself, which is held here until the page's playback adopts it, and left when none does.
 */
export interface HeadStart {
  /** Which hearing to stand by for; null: for none. Not heard while a click's beginning waits for its page. */
  standBy(wish: StandByWish | null): void
  /**
   * Starts what stands by for the hearing, else joins if that can be done at once, else does nothing: then the playback joins as
   * ever. What it answers resolves when the page's part is done and the rest is the network's, however it went; null
   * where that is so already.
   */
  begin(hearingId: string, token: JoinToken | null): Promise<void> | null
  /** What was begun for this hearing and still stands, or stands by; the caller's from now on. Anything else is left. */
  adopt(hearingId: string, onLost: () => void): HearingJoin | null
  /** Leaves what was begun for any other hearing. */
  keepFor(hearingId: string | null): void
}

export interface HeadStartOptions {
  signalling: Signalling
  /** Whoever is to get media is present first. */
  attendances: Attendances
  /** Null while it is not ready. */
  kit: () => WebRtcKit | null
  /** Rejects when `signal` aborts. */
  ready: (signal: AbortSignal) => Promise<WebRtcKit>
  open?: typeof openWebRtcSession
}

/** How long a page may take to come and adopt it, ms. */
const maxWaitMs = 5_000

export function createHeadStart(options: HeadStartOptions): HeadStart {
  const { signalling, attendances, kit: readyKit, ready, open } = options
  const standBy = createStandBy({ signalling, ready, ...(open ? { open } : {}) })
  let begun: { hearingId: string; release(): HearingJoin; onLost: () => void } | null = null

  const drop = (): void => {
    if (begun === null) return
    attendances.end(begun.hearingId)
    begun.release().leave()
  }
  const hold = (hearingId: string, get: (onLost: () => void) => HearingJoin | null): HearingJoin | null => {
    const join = get(() => holder.onLost())
    if (join === null) return null
    // Listened for from here on, since an end that nobody heard would leave the page waiting for a picture.
    const stopListening = signalling.listen({
      onFeed: (status) => {
        join.laterFeed = status
      },
      onEnded: drop,
      onLost: drop,
    })
    const timer = setTimeout(drop, maxWaitMs)
    const holder = {
      hearingId,
      onLost: drop,
      release() {
        clearTimeout(timer)
        stopListening()
        if (begun === holder) begun = null
        return join
      },
    }
    begun = holder
    for (const part of [join.session, join.feed])
      part.catch(() => {
        if (begun === holder) drop()
      })
    attendances.of(hearingId).begin(join.token)
    join.start()
    return join
  }

  return {
    standBy(wish) {
      if (begun === null) standBy.keep(wish)
    },
    begin(hearingId, token) {
      drop()
      const kit = readyKit()
      const join = hold(hearingId, (onLost) => {
        const stoodBy = standBy.take(hearingId, onLost)
        if (stoodBy !== null || kit === null || token === null || !signalling.connected) return stoodBy
        attendances.of(hearingId).begin(token)
        return joinHearing({
          signalling,
          kit,
          hearingId,
          token,
          catchUp: true,
          standBy: false,
          onLost,
          ...(open ? { open } : {}),
        })
      })
      if (join === null) return null
      // What stood by for another hearing: the server has let go of it for this one.
      standBy.keep(null)
      return join.session.then(
        () => undefined,
        () => undefined,
      )
    },
    adopt(hearingId, onLost) {
      if (begun?.hearingId === hearingId) {
        begun.onLost = onLost
        return begun.release()
      }
      drop()
      const stoodBy = standBy.take(hearingId, onLost)
      if (stoodBy === null) return null
      attendances.of(hearingId).begin(stoodBy.token)
      stoodBy.start()
      return stoodBy
    },
    keepFor(hearingId) {
      if (begun?.hearingId !== hearingId) drop()
    },
  }
}
