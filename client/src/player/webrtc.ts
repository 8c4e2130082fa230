import type { ErrorCode } from '@press-gallery/server/protocol/errors'
import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import type { EndReason } from '@press-gallery/server/protocol/signalling'
import { isFinal } from '../api/api-error.ts'
import { answerCode } from './answer-code.ts'
import type { HeadStart } from './head-start.ts'
import type { Playback, PlaybackOptions, PlaybackState, PlaybackStats } from './playback.ts'
import { showSession, type SessionShow } from './session-show.ts'
import { onFramesShown } from './shown-frames.ts'
import type { JoinSignalling } from './signalling.ts'
import { joinHearing, type HearingJoin } from './webrtc-join.ts'
import type { PreparedWebRtc } from './webrtc-prepare.ts'
import { checkOnWake } from './wake-check.ts'
import { keepRenewed } from './webrtc-renewal.ts'
import type { WebRtcSession } from './webrtc-session.ts'

/** What a playback joins by. */
export interface WebRtcWay extends Pick<PreparedWebRtc, 'ready'> {
  readonly signalling: JoinSignalling
  readonly headStart: Pick<HeadStart, 'adopt'>
}

export interface WebRtcOptions extends PlaybackOptions {
  prepared: WebRtcWay
  /** False: wait for the camera's next key frame (to compare). Default true. */
  catchUp?: boolean
}

const firstBackOffMs = 250
const maxBackOffMs = 4_000
/** A picture that has stood for so long, ms after it was called stalled, is joined anew. */
const stalledTooLongMs = 6_000
/**
 * To close a connection keeps Chromium's page for tens of milliseconds, ms: what is shown in its place comes first.
 */
const closeAfterMs = 100

/** Plays a hearing over WebRTC into the element, and joins again by itself until the server says that it is over. */
export function startWebRtc(options: WebRtcOptions): Playback {
  const playback = new WebRtcPlayback(options)
  playback.start()
  return playback
}

class WebRtcPlayback implements Playback {
  readonly #options: WebRtcOptions
  readonly #stream = new MediaStream()
  readonly #over = new AbortController()
  #shown: SessionShow | undefined
  #stopRenewing: (() => void) | undefined
  #stopListening: (() => void) | undefined
  #stopChecking: (() => void) | undefined
  #stopCounting: (() => void) | undefined
  #state: PlaybackState = { kind: 'starting' }
  #stateSinceMs = performance.now()
  #framesShown = 0
  #failures = 0
  #retry: number | undefined
  /** Which join is the present one: what belongs to an earlier one is not heard any more. */
  #attempt = 0
  #latest: HearingJoin | undefined
  #lastToken: string | undefined
  /** One that looked good and did not do. */
  #refusedToken: string | undefined
  #feed: FeedStatus | undefined

  constructor(options: WebRtcOptions) {
    this.#options = options
  }

  start(): void {
    const { video, prepared, onState } = this.#options
    // Empty at first: an element that gets its tracks later loses no frame at the start.
    video.srcObject = this.#stream
    video.play().catch(() => undefined)
    this.#stopListening = prepared.signalling.listen({
      onFeed: (status) => this.#takeFeed(status),
      onEnded: (reason) => this.#ended(reason),
      onLost: () => this.#rejoin(),
    })
    this.#stopChecking = checkOnWake({
      came: () => (this.#shown?.framesDecoded() ?? 0) + (this.#shown?.soundReceivedS() ?? 0),
      onNothing: () => this.#silentOnWake(),
    })
    onState(this.#state)
    this.#stopCounting = this.#countFrames()
    void this.#join()
  }

  stop(): void {
    if (!this.#over.signal.aborted) this.#latest?.leave()
    this.cut()
  }

  cut(): void {
    if (this.#over.signal.aborted) return
    this.#over.abort()
    window.clearTimeout(this.#retry)
    this.#stopListening?.()
    this.#stopChecking?.()
    this.#stopCounting?.()
    this.#attempt++
    this.#closeSession()
    this.#emptyStream()
    const { video } = this.#options
    if (video.srcObject === this.#stream) video.srcObject = null
  }

  stats(): PlaybackStats {
    const { video } = this.#options
    return {
      path: 'webrtc',
      framesShown: this.#framesShown,
      framesDecoded: this.#shown?.framesDecoded() ?? 0,
      soundReceivedS: this.#shown?.soundReceivedS() ?? null,
      widthPx: video.videoWidth,
      heightPx: video.videoHeight,
      ...(this.#shown?.figures() ?? { bitrateBps: null, latencyMs: null, lossRatio: null }),
    }
  }

  async #join(): Promise<void> {
    const attempt = ++this.#attempt
    const onLost = (): void => {
      if (attempt === this.#attempt) this.#rejoin()
    }
    const begun = attempt === 1 ? this.#adopt(onLost) : null
    try {
      const join = begun ?? (await this.#begin(attempt, onLost))
      if (join === null) return
      this.#latest = join
      this.#lastToken = join.token.token
      // Not waited for: the media of what stood by may come before it.
      const told = this.#tellFeed(join, attempt)
      // Where the session fails, nobody gets as far as to wait for it.
      told.catch(() => undefined)
      const session = await join.session
      if (attempt !== this.#attempt) return
      this.#show(session)
      await told
      if (attempt !== this.#attempt) return
      this.#renewFrom(join.token.expiresAtMs)
    } catch (error) {
      if (attempt !== this.#attempt) return
      const code = answerCode(error)
      if (begun && code !== 'not_on_air' && code !== 'watching_elsewhere') {
        this.#refusedToken = begun.token.token
        this.#rejoin()
      } else this.#failed(code)
    }
  }

  async #tellFeed(join: HearingJoin, attempt: number): Promise<void> {
    const feed = await join.feed
    if (attempt === this.#attempt) this.#takeFeed(join.laterFeed ?? feed)
  }

  /** What the click itself began. */
  #adopt(onLost: () => void): HearingJoin | null {
    const { prepared, hearingId, catchUp } = this.#options
    const begun = prepared.headStart.adopt(hearingId, onLost)
    if (catchUp !== false) return begun
    begun?.leave()
    return null
  }

  /** Null when that is no longer wanted. */
  async #begin(attempt: number, onLost: () => void): Promise<HearingJoin | null> {
    const { prepared, hearingId, token: getToken, attended, catchUp = true } = this.#options
    const { signalling } = prepared
    const { signal } = this.#over
    const [kit, token] = await Promise.all([
      prepared.ready(signal),
      getToken(this.#refusedToken),
      signalling.untilConnected(signal).then(() => attended(signal)),
    ])
    if (attempt !== this.#attempt) return null
    this.#refusedToken = undefined
    return joinHearing({ signalling, kit, hearingId, token, catchUp, standBy: false, onLost })
  }

  #renewFrom(expiresAtMs: number): void {
    const { prepared, hearingId, token: getToken } = this.#options
    this.#stopRenewing = keepRenewed({
      expiresAtMs,
      getToken,
      renew: async (renewed) => {
        await prepared.signalling.renew(renewed, hearingId)
        this.#lastToken = renewed
      },
    })
  }

  #show(session: WebRtcSession): void {
    this.#shown = showSession({
      session,
      stream: this.#stream,
      video: this.#options.video,
      signalling: this.#options.prepared.signalling,
      feed: () => this.#feed,
      onStalled: () => this.#stalled(),
      onFlowing: () => this.#flowing(),
    })
  }

  #flowing(): void {
    this.#failures = 0
    this.#setState({ kind: 'playing' })
  }

  #stalled(): void {
    if (this.#state.kind === 'playing') this.#setState({ kind: 'stalled' })
    // While the courtroom itself has nothing to give, joining again would not help.
    else if (this.#feed?.state !== 'live') this.#stateSinceMs = performance.now()
    else if (this.#state.kind === 'stalled' && performance.now() - this.#stateSinceMs > stalledTooLongMs)
      this.#rejoin()
  }

  /** Where a join is under way already, or the courtroom itself gives nothing, another join would not help. */
  #silentOnWake(): void {
    const { kind } = this.#state
    if ((kind === 'playing' || kind === 'stalled') && this.#feed?.state === 'live') this.#rejoin()
  }

  #takeFeed(status: FeedStatus): void {
    this.#feed = status
    this.#options.onFeed(status)
  }

  #ended(reason: EndReason): void {
    switch (reason) {
      case 'rebuilt':
      case 'connection_lost':
      case 'server_stopping':
        this.#rejoin()
        break
      case 'token_expired':
        void this.#joinWithNewToken()
        break
      case 'refused':
      case 'not_on_air':
        this.#endWith(reason)
        break
    }
  }

  /** A laptop that slept past its token's end may have a right to the next one; asked for once. */
  async #joinWithNewToken(): Promise<void> {
    this.#closeSession()
    const attempt = ++this.#attempt
    try {
      const { token, expiresAtMs } = await this.#options.token()
      if (attempt !== this.#attempt) return
      if (token !== this.#lastToken && expiresAtMs > Date.now()) this.#rejoin()
      else this.#endWith('token_expired')
    } catch {
      if (attempt === this.#attempt) this.#endWith('token_expired')
    }
  }

  #failed(code: ErrorCode | null): void {
    if (code !== null && (isFinal(code) || code === 'cannot_receive')) this.#endWith(code)
    else this.#rejoin()
  }

  #rejoin(): void {
    if (this.#over.signal.aborted || this.#state.kind === 'ended') return
    this.#closeSession()
    this.#attempt++
    if (this.#state.kind !== 'starting') this.#setState({ kind: 'reconnecting' })
    // The first try comes at once; then the waits grow, and spread, so that a courtroom's viewers don't come all together.
    const waitMs =
      this.#failures === 0
        ? 0
        : Math.min(maxBackOffMs, firstBackOffMs * 2 ** (this.#failures - 1)) * (0.75 + Math.random() / 2)
    this.#failures++
    window.clearTimeout(this.#retry)
    this.#retry = window.setTimeout(() => void this.#join(), waitMs)
  }

  #endWith(code: ErrorCode): void {
    if (this.#over.signal.aborted) return
    this.#closeSession()
    this.#attempt++
    window.clearTimeout(this.#retry)
    this.#emptyStream()
    this.#setState({ kind: 'ended', code })
  }

  #emptyStream(): void {
    for (const track of this.#stream.getTracks()) this.#stream.removeTrack(track)
  }

  /** What is shown stays: the next session's first picture takes its place. */
  #closeSession(): void {
    this.#shown?.stop()
    this.#stopRenewing?.()
    const latest = this.#latest
    if (latest) window.setTimeout(() => latest.close(), closeAfterMs)
    this.#latest = undefined
    this.#shown = undefined
    this.#stopRenewing = undefined
  }

  #countFrames(): () => void {
    const { video } = this.#options
    return onFramesShown(video, (frames) => {
      if (video.srcObject !== this.#stream) return
      // Chromium goes on presenting the frames of a stream to an element that is paused, and shows none of them.
      if (!video.paused) this.#framesShown += frames
      if (this.#shown) this.#flowing()
    })
  }

  #setState(state: PlaybackState): void {
    if (this.#over.signal.aborted || this.#state.kind === 'ended') return
    if (state.kind === this.#state.kind) return
    this.#state = state
    this.#stateSinceMs = performance.now()
    this.#options.onState(state)
  }
}
