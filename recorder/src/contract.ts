import { z } from 'zod'

/**
 * What the recorder process is told and what it tells. Its standard input carries frames (`frame-pipe.ts`): the order
 * first, then media, then perhaps a cut; the end of input means "finish the last segment and end". Its standard output carries one JSON
 * object a line. The media is the relay's own (server's `FeedTap`): rewritten RTP, and each track's clock.
 */

/** The first frame: what to record, and where to. */
export const recordingOrder = z.strictObject({
  hearingId: z.string().min(1),
  /** The hearing's log directory; made when missing. */
  logDir: z.string().min(1),
  /** An age recipient: nothing is written but encrypted to it. Null: a log in clear. */
  sealRecipient: z.string().nullable(),
  /** Segments are cut at the first key frame after this long. */
  segmentTargetMs: z.number().positive(),
  /** A group of pictures longer than this is cut without a key frame. */
  segmentMaxMs: z.number().positive(),
  /** Finished segments that wait for room on the disk, bytes; beyond it the oldest is given up. */
  waitingBytesMax: z.number().positive(),
  logLevel: z.string(),
})
export type RecordingOrder = z.infer<typeof recordingOrder>

/** The video clock rate of RFC 6184 and the audio clock rate of RFC 7587. */
export const clockRateHz = { video: 90_000, audio: 48_000 } as const
export type TrackKind = keyof typeof clockRateHz

export const recorderEvent = z.discriminatedUnion('type', [
  /** The log is open and ffmpeg is there. */
  z.strictObject({ type: z.literal('ready') }),
  /** A segment is on disk, its index line too: it outlives a power cut. */
  z.strictObject({
    type: z.literal('segment'),
    sequence: z.number().int().nonnegative(),
    file: z.string(),
    /** UTC of its first frame, ms since the epoch. */
    startMs: z.number(),
    durationMs: z.number(),
    discontinuity: z.boolean(),
    /** From the capture of what ended the segment to its being durable. */
    lagMs: z.number(),
    /** Frames before this index are durable: a new recorder process need not be told them. */
    resumeFrame: z.number().int().nonnegative(),
  }),
  /** All that came before the cut is durable. Told once after each cut, however long there is no room on the disk. */
  z.strictObject({ type: z.literal('finished') }),
  /** True while finished segments wait for room on the disk. */
  z.strictObject({ type: z.literal('disk'), full: z.boolean() }),
])
export type RecorderEvent = z.infer<typeof recorderEvent>
