import type { Signalling } from './signalling.ts'
import { joinHearing, type HearingJoin, type JoinToken } from './webrtc-join.ts'
import type { WebRtcKit } from './webrtc-prepare.ts'
import type { openWebRtcSession } from './webrtc-session.ts'

/**
 * The join that a click begins by itself, while the watch page is still being made. It is held here until the page's
 * playback adopts it, and left when none does.
 */
export interface HeadStart {
  /**
   * Joins if that can be done at once, else does nothing and answers null: then the playback joins as ever. What it
   * answers resolves when the page's part is done and the rest is the network's, however it went.
   */
  begin(hearingId: string, token: JoinToken): Promise<void> | null
  /** What was begun for this hearing and still stands; the caller's from now on. Anything else is left. */
  adopt(hearingId: string, onLost: () => void): HearingJoin | null
  /** Leaves what was begun for any other hearing. */
  keepFor(hearingId: string | null): void
}

export interface HeadStartOptions {
  signalling: Signalling
  /** Null while it is not ready. */
  kit: () => WebRtcKit | null
  open?: typeof openWebRtcSession
}

/** How long a page may take to come and adopt it, ms. */
const maxWaitMs = 5_000

export function createHeadStart({ signalling, kit: readyKit, open }: HeadStartOptions): HeadStart {
  let begun: { hearingId: string; release(): HearingJoin; onLost: () => void } | null = null

  const drop = (): void => {
    begun?.release().leave()
  }
  const begin = (hearingId: string, token: JoinToken): Promise<void> | null => {
    drop()
    const kit = readyKit()
    if (kit === null || !signalling.connected) return null
    const join = joinHearing({
      signalling,
      kit,
      hearingId,
      token,
      catchUp: true,
      onLost: () => holder.onLost(),
      ...(open ? { open } : {}),
    })
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
    return join.session.then(
      () => undefined,
      () => {
        if (begun === holder) drop()
      },
    )
  }

  return {
    begin,
    adopt(hearingId, onLost) {
      if (begun?.hearingId !== hearingId) {
        drop()
        return null
      }
      begun.onLost = onLost
      return begun.release()
    },
    keepFor(hearingId) {
      if (begun?.hearingId !== hearingId) drop()
    },
  }
}
