import { z } from 'zod'
import type {
  AttendAnswer,
  AttendRequest,
  Complaint,
  DarkReceipt,
  PlayerReport,
  PutOut,
} from './attendance.ts'
import type { ErrorCode } from './errors.ts'
import { feedStatus } from './feed.ts'
import type { Standing } from './hearing-state.ts'
import { identifier } from './identifiers.ts'

/**
 * Signalling over socket.io, namespace `/watch`. The handshake carries nothing secret in an address: the token
 * is in the payload of each request that needs it. Each request is acknowledged with `Result`.
 *
 * A session: connect → `attend` → `codecs` (once a page) → `join` (the one round trip) → media → `renew` before the token
 * ends → `leave`. Who takes HLS attends as well, and never joins. The server may say `feed` and `ended` in between. A join that stands by is all of this but the media,
 * which `start` lets flow.
 *
 * One connection's requests are obeyed in their order, each after the one before, so `attend` and `join` may be sent at once. Nobody
 * watches uncounted: `join` and `start` of one who has not attended attend for them, under a viewing id of the server's own, and
 * fail as `attend` does (`watching_elsewhere`); a later `attend` gives it its own id. To stand by is not to attend.
 *
 * A token that ends, ends the media (`ended`, `token_expired`); a minute later also the attendance: then `renew` answers `refused`, and
 * `attend` is to be sent anew. Only `renew` and `attend` take tokens while the hearing is not on the air. After a reconnection `attend` comes again first.
 */
export const watchNamespace = '/watch'

/** The largest message taken from a viewer, bytes; socket.io's `maxHttpBufferSize`. */
export const maxMessageBytes = 65_536

export type Result<T> = { ok: true; data: T } | { ok: false; error: { code: ErrorCode } }

/** RTP and ICE parameters are parsed by mediasoup and mediasoup-client themselves (ortc); here only the outline is held. */
const looseRecord = z.record(z.string(), z.unknown())

export const joinRequest = z.strictObject({
  token: z.string().max(4096),
  hearingId: identifier,
  /** The browser's own (mediasoup-client `Device.recvRtpCapabilities`). */
  rtpCapabilities: looseRecord,
  /** SHA-256 of the certificate that the browser made beforehand, upper case, colon separated (RFC 8122). */
  fingerprint: z.string().regex(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/),
  /** Ask for the catch-up: a second pair of tracks that starts with the current group of pictures. */
  catchUp: z.boolean(),
  /** Connect, and send nothing of the hearing until `start`. Absent in pages older than this: false. */
  standBy: z.boolean().default(false),
})
export type JoinRequest = z.infer<typeof joinRequest>

export const consumerAnswer = z.strictObject({
  id: z.string(),
  producerId: z.string(),
  kind: z.enum(['audio', 'video']),
  rtpParameters: looseRecord,
})

export const joinAnswer = z.strictObject({
  transport: z.strictObject({
    id: z.string(),
    iceParameters: looseRecord,
    iceCandidates: z.array(looseRecord),
    dtlsParameters: looseRecord,
  }),
  consumers: z.array(consumerAnswer),
  /** The short-lived consumer that shows live picture before the camera's next key frame; null when not needed. */
  catchUp: consumerAnswer.nullable(),
  feed: feedStatus,
})
export type JoinAnswer = z.infer<typeof joinAnswer>

/** The feed as it is now, since the join may be long ago. */
export const startAnswer = z.strictObject({ feed: feedStatus })
export type StartAnswer = z.infer<typeof startAnswer>

export const renewRequest = z.strictObject({ token: z.string().max(4096), hearingId: identifier })

/**
 * Why the server ended the media; after `rebuilt` and `connection_lost`, join again at once. `not_on_air`: a `standing` has said, or says in a
 * moment, what the hearing is in instead; attendance goes on.
 */
export const endReason = z.enum([
  'token_expired',
  'refused',
  'not_on_air',
  'rebuilt',
  'connection_lost',
  'server_stopping',
])
export type EndReason = z.infer<typeof endReason>

const rtpTimestamp = z.int().min(0).max(0xffff_ffff)

/**
 * RTP timestamps (RFC 3550) that picture (90 kHz) and sound (48 kHz) have at one instant in the courtroom: what the
 * player's lip sync follows from. Told with each join, and again when it has changed.
 */
export const mediaClock = z.strictObject({ video: rtpTimestamp, audio: rtpTimestamp })
export type MediaClock = z.infer<typeof mediaClock>

export interface ClientToServerEvents {
  /** The router's RTP capabilities, the same for all courtrooms: loaded once into mediasoup-client's Device. */
  codecs: (ack: (result: Result<Record<string, unknown>>) => void) => void
  attend: (request: AttendRequest, ack: (result: Result<AttendAnswer>) => void) => void
  dark: (receipt: DarkReceipt, ack: (result: Result<null>) => void) => void
  report: (report: PlayerReport, ack: (result: Result<null>) => void) => void
  complain: (complaint: Complaint, ack: (result: Result<null>) => void) => void
  join: (request: JoinRequest, ack: (result: Result<JoinAnswer>) => void) => void
  /** Begins what stands by, with the catch-up from the group of pictures of this moment. Idempotent. */
  start: (ack: (result: Result<StartAnswer>) => void) => void
  /** The hidden element shows the real consumer's first frame: the catch-up may be closed. */
  caughtUp: (ack: (result: Result<null>) => void) => void
  renew: (request: z.infer<typeof renewRequest>, ack: (result: Result<null>) => void) => void
  /**
   * Ends media and attendance, or what stands by. Not for changing the path: who goes from WebRTC to HLS, or sees a slate, goes on
   * attending (a `join` takes the place of the last, and media that have ended need no leaving); `stopMedia` ends the media alone.
   */
  leave: (ack: (result: Result<null>) => void) => void
  /** Ends the media that were joined, while the attendance goes on: the way comes over HLS from now on. */
  stopMedia: (ack: (result: Result<null>) => void) => void
}

export interface ServerToClientEvents {
  /** How the hearing stands, at each change. On one that is not on the air the player shows nothing more at once, and answers `dark`. */
  standing: (standing: Standing) => void
  out: (putOut: PutOut) => void
  feed: (status: z.infer<typeof feedStatus>) => void
  clock: (clock: MediaClock) => void
  ended: (reason: EndReason) => void
}
