import type { FeedStatus } from '../protocol/feed.ts'
import type { MediaClock } from '../protocol/signalling.ts'
import type { PublishEndpoint } from '../sfu/sfu.ts'

/**
 * A courtroom's feed: one steady publisher towards the SFU, whatever sources come and go behind it.
 */
export interface Feed {
  readonly courtroomId: string
  /** The loopback UDP socket that RTP leaves from and RTCP comes back to; bound once `start` has resolved. */
  readonly relay: { address: string; port: number }
  readonly status: FeedStatus

  /** Binds the relay's socket and begins to connect; resolves before the source is there, and never rejects for one. */
  start(): Promise<void>
  /** Ends the source and its child processes, then the socket. Idempotent. */
  stop(): Promise<void>

  /** Where the SFU wants the packets now; null while it has no router for this courtroom. */
  publishTo(endpoint: PublishEndpoint | null): void
  /** Returns the function that takes the listener away. */
  onStatus(listener: (status: FeedStatus) => void): () => void
  /** Which timestamps of the two tracks belong together, now if that is known and whenever it changes; as `onStatus`. */
  onMediaClock(listener: (clock: MediaClock) => void): () => void
  /** A copy of all that is published, for the recorder. Returns the function that takes the tap away. */
  tap(tap: FeedTap): () => void
}

export type TrackKind = 'video' | 'audio'

/**
 * What the relay publishes, as it publishes it: rewritten RTP (RFC 3550; H.264 by RFC 6184, Opus by RFC 7587), in
 * order within a track, and the clock of each track.
 */
export interface FeedTap {
  /** Nothing writes to the packet afterwards; keeping it keeps the chunk of up to 64 KB that it was read in. Must not throw. */
  rtp(kind: TrackKind, packet: Buffer): void
  /**
   * The track's timestamp at a UTC instant of this server's clock (ms since the epoch, fractional), as in the sender
   * reports to the SFU. Comes before the first packet of a track in each run of a source and then about each second.
   * It follows the source's crystal slowly; within the first five seconds of a run it may step, when the first
   * packets turn out to have queued. Must not throw.
   */
  clock(kind: TrackKind, rtpTimestamp: number, wallClockMs: number): void
}
