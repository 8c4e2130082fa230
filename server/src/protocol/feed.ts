import { z } from 'zod'

/** Why a feed is not live, or is live with something missing. One word each; the client has sentences for them. */
export const feedFaults = [
  /** Nothing answers at the address. */
  'unreachable',
  /** The camera answers and refuses the login or password. */
  'wrong_password',
  /** The camera answers and has no stream at that path. */
  'wrong_path',
  /** What answers does not speak the protocol, or sends what can't be parsed. */
  'not_understood',
  /** No codec in the stream that we can carry or transcode. */
  'unsupported_codec',
  /** The camera answers and sends nothing. */
  'silent',
  /** The camera sends the same frame again and again. */
  'frozen',
  /** The connection was lost, or the camera ended it. */
  'disconnected',
  /** A local ffmpeg ended. */
  'ffmpeg_ended',
  /** A `file` source that is missing, empty or no media. */
  'bad_file',
  'no_video',
  'no_audio',
  /** The court file's settings for this source are wrong. */
  'bad_settings',
] as const

export const feedFault = z.enum(feedFaults)
export type FeedFault = z.infer<typeof feedFault>

export const feedState = z.enum(['connecting', 'live', 'reconnecting', 'failed'])
export type FeedState = z.infer<typeof feedState>

/** What a track is and how it is carried. */
export const feedTrack = z.strictObject({
  /** The camera's own codec, lower case: `h264`, `hevc`, `mjpeg`, `opus`, `aac`, `pcma`, … */
  sourceCodec: z.string(),
  mode: z.enum(['forwarded', 'transcoded']),
})
export type FeedTrack = z.infer<typeof feedTrack>

/** What a courtroom's feed is doing now, told to staff and, in short, to viewers. */
export const feedStatus = z.strictObject({
  state: feedState,
  /** The reason of `reconnecting` and `failed`; with `live`, what is missing (`no_audio`, `no_video`). */
  fault: feedFault.nullable(),
  /** When this state began, ms since the epoch. */
  sinceMs: z.number(),
  /** When the next try is due, ms since the epoch; null when none is planned. */
  nextTryMs: z.number().nullable(),
  video: feedTrack.nullable(),
  audio: feedTrack.nullable(),
})
export type FeedStatus = z.infer<typeof feedStatus>
