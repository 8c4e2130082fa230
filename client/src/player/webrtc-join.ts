import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import type { Joined } from './media-signalling.ts'
import type { JoinSignalling } from './signalling.ts'
import type { WebRtcKit } from './webrtc-kit.ts'
import { openWebRtcSession, type WebRtcSession } from './webrtc-session.ts'

/** A join that was sent. Whoever holds it closes it. */
export interface HearingJoin {
  /** The one it holds by now: whoever renews it says so here. */
  token: JoinToken
  readonly session: Promise<WebRtcSession>
  /** As the server told it with the media's beginning: for a join that stands by, after `start`. */
  readonly feed: Promise<FeedStatus>
  /** What was told of the feed since then, by whoever listened. */
  laterFeed: FeedStatus | null
  /**
   * Lets the media of a join that stands by flow: asked for at once where the join was answered, else as soon as it is.
   * Idempotent. How it went, `feed` tells.
   */
  start(): void
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
  signalling: JoinSignalling
  kit: WebRtcKit
  hearingId: string
  token: JoinToken
  catchUp: boolean
  /** Connect only; `start` lets the media flow. */
  standBy: boolean
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
  standBy,
  onLost,
  open = openWebRtcSession,
}: JoinOptions): HearingJoin {
  const answer = signalling.join({
    hearingId,
    token: token.token,
    rtpCapabilities: kit.device.recvRtpCapabilities,
    fingerprint: kit.fingerprint,
    catchUp,
    standBy,
  })
  const number = signalling.joins
  const feed = Promise.withResolvers<FeedStatus>()
  let joined: Joined | undefined
  let opened: WebRtcSession | undefined
  let started = !standBy
  let closed = false
  let left = false

  const openSession = async (): Promise<WebRtcSession> => {
    joined = await answer
    if (!standBy) feed.resolve(joined.feed)
    if (!closed) opened = await open(kit, joined, onLost)
    if (closed) opened?.close()
    else if (started) opened?.openSoundOutput()
    if (closed || !opened) throw noLongerWanted()
    return opened
  }
  const start = async (): Promise<FeedStatus> => {
    if (!joined) await answer
    if (closed) throw noLongerWanted()
    const answered = await signalling.start()
    // Told before the answer, so older than it.
    join.laterFeed = null
    return answered.feed
  }
  const session = openSession()
  // Whoever waits for them is told; that nobody does yet is no error.
  session.catch(feed.reject)
  feed.promise.catch(() => undefined)

  const close = (): void => {
    if (closed) return
    closed = true
    opened?.close()
  }
  const tell = async (): Promise<void> => {
    // Before the answer there is nothing to leave for the server.
    await answer
    if (signalling.joins === number && signalling.connected) await signalling.stopMedia()
  }
  const join: HearingJoin = {
    token,
    session,
    feed: feed.promise,
    laterFeed: null,
    start() {
      if (started) return
      started = true
      opened?.openSoundOutput()
      start().then(feed.resolve, feed.reject)
    },
    close,
    leave() {
      close()
      if (left) return
      left = true
      tell().catch(() => undefined)
    },
  }
  return join
}

function noLongerWanted(): DOMException {
  return new DOMException('no longer wanted', 'AbortError')
}
