import type { ErrorCode } from '@press-gallery/server/protocol/errors'
import type { FeedStatus } from '@press-gallery/server/protocol/feed'

/** One way of playing a hearing into a video element; WebRTC and HLS both look like this to the watch page. */
export interface Playback {
  /** Ends the media at once, empties the element, lets go of sockets, buffers and timers. Idempotent. */
  stop(): void
  /** As `stop`, of a hearing that went off the air: its server has ended the media already, and is not told. */
  cut(): void
  stats(): PlaybackStats
}

export type PlaybackPath = 'webrtc' | 'hls'

export type PlaybackState =
  | { kind: 'starting' }
  | { kind: 'playing' }
  /** Was playing, and no new frame has been shown for a while; it may recover by itself. */
  | { kind: 'stalled' }
  /** The way to the server is lost; this playback tries again by itself. */
  | { kind: 'reconnecting' }
  /** Over, for this code; it will not try again by itself. */
  | { kind: 'ended'; code: ErrorCode }

export interface PlaybackStats {
  path: PlaybackPath
  framesShown: number
  /** Also counts in a page that is not seen. */
  framesDecoded: number
  /** Sound that really came, concealment not counted, s since the beginning; null where it can't be known. */
  soundReceivedS: number | null
  widthPx: number
  heightPx: number
  /** What arrives, bit/s over the last seconds; null when not known yet. */
  bitrateBps: number | null
  /** An estimate of how far behind the courtroom the picture is, ms; null when not known. */
  latencyMs: number | null
  /** Video packets lost on the way, of those sent, 0 to 1; null where the path does not tell. */
  lossRatio: number | null
}

export interface PlaybackOptions {
  hearingId: string
  video: HTMLVideoElement
  /**
   * A token that is good now; renewed when near its end, or when it is `refusedToken`, which the server no longer takes.
   * Rejects with an `ApiError` when it can't be had, with a `NetworkError` when the server can't be reached.
   */
  token: (refusedToken?: string) => Promise<{ token: string; expiresAtMs: number }>
  /** Resolves once the server counts this viewer as present, before which it lets no media flow. Rejects when `signal` aborts. */
  attended: (signal: AbortSignal) => Promise<void>
  onState: (state: PlaybackState) => void
  onFeed: (status: FeedStatus) => void
}
