import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import type { Joined, Signalling } from './signalling.ts'
import type { WebRtcKit } from './webrtc-prepare.ts'
import { openWebRtcSession, type WebRtcSession } from './webrtc-session.ts'

/** A join that was sent. Whoever holds it closes it. */
export interface HearingJoin {
  readonly token: JoinToken
  readonly answer: Promise<Joined>
  readonly session: Promise<WebRtcSession>
  /** What was told of the feed since the answer, by whoever listened. */
  laterFeed: FeedStatus | null
  /** Ends the session, also one that only comes to be. Idempotent. */
  close(): void
  /** Closes, and tells the server, unless it was asked for another join meanwhile. Idempotent. */
  leave(): void
}

export interface JoinToken {
  token: string
  expiresAtMs: number
}

export interface JoinOptions {
  signalling: Signalling
  kit: WebRtcKit
  hearingId: string
  token: JoinToken
  catchUp: boolean
  /** The connection that the media come over is lost. */
  onLost: () => void
  open?: typeof openWebRtcSession
}

/** Sends the join at once; the session is opened as soon as the answer is there. */
export function joinHearing({
  signalling,
  kit,
  hearingId,
  token,
  catchUp,
  onLost,
  open = openWebRtcSession,
}: JoinOptions): HearingJoin {
  const answer = signalling.join({
    hearingId,
    token: token.token,
    rtpCapabilities: kit.device.recvRtpCapabilities,
    fingerprint: kit.fingerprint,
    catchUp,
  })
  const number = signalling.joins
  let opened: WebRtcSession | undefined
  let closed = false
  let left = false

  const openSession = async (): Promise<WebRtcSession> => {
    const joined = await answer
    if (!closed) opened = await open(kit, joined, onLost)
    if (closed) opened?.close()
    if (closed || !opened) throw new DOMException('no longer wanted', 'AbortError')
    return opened
  }
  const session = openSession()
  // Whoever waits for them is told; that nobody does yet is no error.
  answer.catch(() => undefined)
  session.catch(() => undefined)

  const close = (): void => {
    if (closed) return
    closed = true
    opened?.close()
  }
  const tell = async (): Promise<void> => {
    // Before the answer there is nothing to leave for the server.
    await answer
    if (signalling.joins === number && signalling.connected) await signalling.leave()
  }
  return {
    token,
    answer,
    session,
    laterFeed: null,
    close,
    leave() {
      close()
      if (left) return
      left = true
      tell().catch(() => undefined)
    },
  }
}
