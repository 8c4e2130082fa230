import type { types } from 'mediasoup'

/**
 * The face of the SFU. Plain data in and out, so that a courtroom's media can move to another process without its
 * callers knowing. Nothing here knows HTTP, sockets, tokens or hearings; whoever calls has asked `access/`.
 */
export interface Sfu {
  /** What every courtroom offers to viewers. */
  readonly rtpCapabilities: types.RtpCapabilities

  /**
   * Opens a courtroom's router and its one publisher, off the air, and keeps it open through deaths of its worker.
   * `onEndpoint` is told where the relay must send to, at first and after every rebuild (null while there is none).
   */
  openCourtroom(courtroom: CourtroomOptions): Promise<void>
  closeCourtroom(courtroomId: string): Promise<void>

  /**
   * Whether the courtroom's media may go to anyone; through every rebuild of its worker. Off the air the router itself takes
   * nothing more from the publisher, every view (also one that stands by) has ended with `not_on_air` when this returns, and
   * nothing of the courtroom is kept for whoever comes later. Ignored for a courtroom that is not open: it opens off the air.
   */
  setOnAir(courtroomId: string, onAir: boolean): void

  /**
   * Lets previews (`ViewRequest.preview`), and nobody else, into a courtroom that is off the air, until the next `setOnAir`: that cuts
   * them as everyone when it is off, and lets them stay when it is on. The router takes something from the publisher only while a
   * preview is there, and nothing that was taken so is kept for the viewers of a hearing. Ignored as `setOnAir` is.
   */
  letPreview(courtroomId: string): void

  /**
   * One viewer joins, in one call. Throws DomainError `not_on_air`, `sfu_unavailable`, `feed_unavailable`, `cannot_receive`.
   */
  view(request: ViewRequest): Promise<View>

  /** For `/metrics` and the console. */
  stats(): Promise<SfuStats>

  /** What the workers hold by their own account: it follows the viewers, and whatever grows beside them is a leak. */
  held(): Promise<SfuHeld>

  stop(): Promise<void>
}

export interface CourtroomOptions {
  courtroomId: string
  /** The relay's UDP socket on the loopback, which sends RTP and takes RTCP (RFC 5761, rtcp-mux). */
  relay: { address: string; port: number }
  onEndpoint: (endpoint: PublishEndpoint | null) => void
}

/** Where and as what the relay sends. Constant per courtroom but for the port, which a rebuild changes. */
export interface PublishEndpoint {
  address: string
  port: number
}

export interface ViewRequest {
  courtroomId: string
  /** For logs. */
  viewerId: string
  rtpCapabilities: types.RtpCapabilities
  /** SHA-256 certificate fingerprint, upper case. */
  fingerprint: string
  catchUp: boolean
  /** Connect only: not one packet of the courtroom's goes to this viewer until `View.start`. */
  standBy: boolean
  /** Somebody who looks after the courtroom, not a viewer of its hearing. */
  preview: boolean
}

/** Who may have a courtroom's media: nobody, previews alone, or everyone. */
export type Air = 'dark' | 'preview' | 'on'

export interface ViewedTrack {
  id: string
  producerId: string
  kind: 'audio' | 'video'
  rtpParameters: types.RtpParameters
}

/** Why a view was ended from this side. */
export type ViewEnd = 'rebuilt' | 'stopping' | 'connection_lost' | 'not_on_air'

/** One viewer's media. `close` is idempotent; `onEnd` is called once when it ends from this side. */
export interface View {
  transport: {
    id: string
    iceParameters: types.IceParameters
    iceCandidates: types.IceCandidate[]
    dtlsParameters: types.DtlsParameters
  }
  consumers: ViewedTrack[]
  catchUp: ViewedTrack | null
  /** Lets the media of a viewer who stands by flow; the catch-up begins as soon as DTLS is connected. Idempotent. */
  start(): Promise<void>
  closeCatchUp(): void
  close(): void
  onEnd(listener: (reason: ViewEnd) => void): void
}

/** Counts of what there is in all workers. */
export interface SfuHeld {
  routers: number
  transports: number
  producers: number
  consumers: number
}

export interface SfuStats {
  /** Those alive; `startedMs` since the epoch. */
  workers: { index: number; pid: number; startedMs: number; courtrooms: number; viewers: number }[]
  /** Workers whose process died and was, or is to be, replaced: how often since the start, and when last. */
  deaths: { index: number; count: number; lastMs: number }[]
  /** bit/s received from the relay, by courtroom id. */
  publishedBitrateBps: Record<string, number>
  viewers: Record<string, number>
  /** By courtroom id; not among `viewers`. */
  previews: Record<string, number>
  /** Those who stand by, who are no viewers, by courtroom id. */
  standBys: Record<string, number>
}
