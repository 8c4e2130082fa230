import { z } from 'zod'
import { hearingState, standing } from './hearing-state.ts'
import { identifier, inThree, role } from './identifiers.ts'

/** Names one opening of a player, chosen by it at random: two tabs have two. */
export const viewingId = z.string().regex(/^[\w-]{16,64}$/)

/** Which way the media comes to a viewer now; `none` while it shows a slate, or nothing. */
export const watchPath = z.enum(['none', 'webrtc', 'hls'])
export type WatchPath = z.infer<typeof watchPath>

/**
 * `attend`: to be counted, and told how the hearing stands from now on (`standing`), whichever way the media comes. Before `join`;
 * it stays until the socket ends or `leave`. Answers `attendAnswer`; `watching_elsewhere` where the same journalist attends the
 * same hearing with another viewing, unless `takeOver`.
 */
export const attendRequest = z.strictObject({
  token: z.string().max(4096),
  hearingId: identifier,
  viewingId,
  takeOver: z.boolean().default(false),
})
export type AttendRequest = z.infer<typeof attendRequest>

export const attendAnswer = z.strictObject({
  standing,
  /** What moves slowly over the picture; null: nothing for this hearing. */
  watermark: z.strictObject({ name: z.string(), outlet: z.string() }).nullable(),
})
export type AttendAnswer = z.infer<typeof attendAnswer>

/**
 * `dark`: the answer to a standing that is not on the air, once nothing of the hearing is shown any more. Also sent by one who was
 * showing nothing.
 */
export const darkReceipt = z.strictObject({
  /** Of the standing that is answered. */
  version: z.int().min(0),
  /** From the standing's arrival to the last frame shown, ms; 0: nothing was shown. */
  afterMs: z.number().min(0).max(600_000),
})
export type DarkReceipt = z.infer<typeof darkReceipt>

/** `report`: what the player really got since the last report; each 2 s while it should be playing. */
export const playerReport = z.strictObject({
  path: watchPath,
  /** Frames that came on the screen. */
  frames: z.int().min(0).max(100_000),
  /** Root mean square of what the decoder gave, 0 to 1, muted by the viewer or not; null: can't be known on this path. */
  soundLevel: z.number().min(0).max(1).nullable(),
  /**
   * How much sound the decoder gave out of what really came, concealment not counted (WebRTC: samples received less concealed ones), ms:
   * tells a silent courtroom from a lost sound. Absent: can't be known on this path.
   */
  soundMs: z.number().min(0).max(600_000).optional(),
  /** How often it stood still. */
  stalls: z.int().min(0).max(10_000),
  overMs: z.number().min(0).max(600_000),
  /** Whether the person has the sound switched on. */
  unmuted: z.boolean(),
})
export type PlayerReport = z.infer<typeof playerReport>

/** `complain`: the journalist's one button. */
export const complaint = z.strictObject({ missing: z.enum(['sound', 'picture']) })
export type Complaint = z.infer<typeof complaint>

/** Why a journalist was put out, from a list, in the viewer's own words. */
export const ejectionReasons = [
  'undertaking_broken',
  'accreditation_ended',
  'by_order_of_the_court',
  'technical',
] as const
export const ejectionReason = z.enum(ejectionReasons)
export type EjectionReason = z.infer<typeof ejectionReason>

/** `out`: this viewing has been ended by the court or by its own person, for good. */
export const putOut = z.strictObject({
  why: z.enum(['taken_over', 'revoked', 'signed_out', 'ejected']),
  /** With `ejected`. */
  reason: ejectionReason.nullable(),
  /** Whom to write to. */
  contact: z.string(),
})
export type PutOut = z.infer<typeof putOut>

/** `GET /api/hearings/{id}/attendance`, and the socket event of the same shape to staff: what the technician and the clerk see. */
export const attendanceView = z.strictObject({
  hearingId: identifier,
  state: hearingState,
  version: z.int(),
  /** Of those who should be getting the hearing now. */
  watching: z.int(),
  seeing: z.int(),
  hearing: z.int(),
  /** Set while the share of those who hear or see has fallen. */
  alarm: z.enum(['nobody_hears', 'some_hear_nothing', 'nobody_sees', 'some_see_nothing']).nullable(),
  alarmSinceMs: z.number().nullable(),
  viewers: z.array(
    z.strictObject({
      viewingId: z.string(),
      /** Of the person, or the display, by which it can be put out (`POST /api/hearings/{id}/ejections`). */
      personId: z.string(),
      name: z.string(),
      outlet: z.string(),
      role,
      path: watchPath,
      /** It reads the HLS playlist with a player of its own: what it gets of it can't be known. */
      ownPlayer: z.boolean(),
      sees: z.boolean().nullable(),
      hears: z.boolean().nullable(),
      complains: complaint.shape.missing.nullable(),
      sinceMs: z.number(),
    }),
  ),
  /** Of the latest order that cut the media; null before the first. */
  receipts: z
    .strictObject({
      version: z.int(),
      orderedMs: z.number(),
      of: z.int(),
      dark: z.int(),
      slowestMs: z.number().nullable(),
      /** Names of those who have not answered. The server has cut them in any case. */
      silent: z.array(z.string()),
    })
    .nullable(),
})
export type AttendanceView = z.infer<typeof attendanceView>

/** An undertaking that a journalist accepts before the first watch. */
export const undertaking = z.strictObject({ courtId: identifier, version: z.int(), words: inThree })
export type Undertaking = z.infer<typeof undertaking>
