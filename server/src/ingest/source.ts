import type { Logger } from 'pino'
import { z } from 'zod'
import type { FeedFault, FeedTrack } from '../protocol/feed.ts'
import type { TrackKind } from './feed.ts'

/**
 * One way a capture device reaches us. A source turns whatever the device sends into the two carried forms and hands
 * them to its sink; the relay behind the sink makes one steady publisher of them. A source lives once: it starts, it
 * ends or is stopped, and the supervision makes a new one.
 */
export interface Source {
  /** Begins to connect and returns at once; every outcome, a failure to connect included, goes to the sink. */
  start(): void
  /**
   * Resolves when its sockets and child processes are gone. Idempotent, also after `onEnd`. The sink hears nothing
   * more from the moment this is called.
   */
  stop(): Promise<void>
  /** Asks the device for a key frame, where it can be asked. Calls may come often; the source limits the rate. */
  requestKeyFrame?(): void
}

/** Where a source puts its media. Nothing that arrives from a device may make a call here throw. */
export interface SourceSink {
  /** What the source carries; once before the first packet, and again when it changes (resolution is no change). */
  onTracks(tracks: SourceTracks): void
  /**
   * One RTP packet (RFC 3550, no padding, at most `maxCarriedPacketBytes`) in carried form: H.264 by RFC 6184,
   * packetization mode 1, no B-frames, parameter sets in-band before each key frame, 90 kHz; or Opus by RFC 7587,
   * 48 kHz. In order within a track; sequence gaps stand for real loss. SSRC, payload type, the first sequence and
   * the first timestamp are the source's own. `arrivalMs` is when the packet, or the input it was made of, came in
   * (UTC of `Clock`). The sink may keep the buffer and write into its header.
   */
  onRtp(kind: TrackKind, packet: Buffer, arrivalMs: number): void
  /**
   * A track goes on with another SSRC, sequence and time line; what is told of it from here on, clock readings too,
   * belongs to the new one. Only for a change within a run: a track's beginning needs no such word.
   */
  onTrackRestart?(kind: TrackKind): void
  /** Which instant of the source's clock a timestamp of a track stands for, as often as the source knows it. */
  onClock(kind: TrackKind, reading: ClockReading): void
  /** The source is over; called at most once. `detail` is for logs and never holds credentials. */
  onEnd(fault: FeedFault, detail: string): void
}

export interface SourceTracks {
  video: FeedTrack | null
  audio: FeedTrack | null
}

/**
 * A point on the line between a track's RTP timestamps and the source's own clock. Within one `basis` both tracks of
 * a source share that clock, which may be wrong by years and drift; the relay brings it to this server's UTC.
 */
export interface ClockReading {
  /** In units of the carried clock rate (90 kHz, 48 kHz), 32 bits. */
  rtpTimestamp: number
  /** Ms since the epoch on the source's clock, fractional. */
  sourceMs: number
  /**
   * `sender_report`: an RTCP sender report, or a source that knows its capture times. `play_response`: RTP-Info of
   * RTSP, good until the first report.
   */
  basis: 'sender_report' | 'play_response'
}

/** The largest packet the relay takes, header included: with SRTP, extensions, UDP and IPv6 it still fits 1492 bytes. */
export const maxCarriedPacketBytes = 1400

/** UTC of this server in ms since the epoch, fractional, never backwards. Injected, so that tests can drive it. */
export interface Clock {
  nowMs(): number
}

/** What every source gets besides its settings. */
export interface SourceContext {
  sink: SourceSink
  clock: Clock
  log: Logger
  transcode: Transcoders
}

/** A codec as a source's SDP describes it: what a transcode stage needs to read its RTP. */
export interface RtpCodec {
  /** Lower case: `h264`, `hevc`, `mjpeg`, `opus`, `aac` (mpeg4-generic or MP4A-LATM), `pcma`, `pcmu`, `g722`, `l16`, … */
  name: string
  /** The encoding name as in `a=rtpmap` (`H265`, `MPEG4-GENERIC`, `PCMA`), for writing an SDP. */
  encodingName: string
  payloadType: number
  clockRateHz: number
  channels: number
  /** The parameters after the payload type in `a=fmtp`, as they came, or null. Hostile: no line breaks, else untrusted. */
  fmtp: string | null
}

/** A stage relay ▶ ffmpeg ▶ relay. Packets in as the device sent them, carried form out. */
export interface TranscodeStage {
  /** One RTP packet of the input codec, in order; `arrivalMs` as in `SourceSink`. Never throws; drops when not ready. */
  push(packet: Buffer, arrivalMs: number): void
  /** A clock reading of the input, timestamps in the input's clock rate; its outputs' readings follow from it. */
  clock(reading: ClockReading): void
  requestKeyFrame?(): void
  /** Resolves when the child process and sockets are gone. Idempotent. The sink hears nothing after the call. */
  stop(): Promise<void>
}

export interface TranscodeSink {
  onRtp(packet: Buffer, arrivalMs: number): void
  onClock(reading: ClockReading): void
  /** The stage broke down (`ffmpeg_ended`, `not_understood`); once. The source then ends or starts another. */
  onEnd(fault: FeedFault, detail: string): void
}

export type StartTranscode = (
  codec: RtpCodec,
  sink: TranscodeSink,
  context: { clock: Clock; log: Logger },
) => TranscodeStage

/** `audio` to Opus 48 kHz in 10 ms frames, `video` to H.264 without B-frames. */
export interface Transcoders {
  audio: StartTranscode
  video: StartTranscode
  /** Codec names (`RtpCodec.name`) that each can read; anything else is `unsupported_codec`. */
  readable: { audio: readonly string[]; video: readonly string[] }
}

/** An address without a login in it: credentials have a field of their own, since addresses get logged and shown. */
const rtspUrl = z.url({ protocol: /^rtsp$/ }).refine((url) => {
  const { username, password, hostname } = new URL(url)
  return username === '' && password === '' && hostname !== ''
}, 'an rtsp:// address without login and password in it')

export const rtspSettings = z.strictObject({
  kind: z.literal('rtsp'),
  url: rtspUrl,
  /** `auto`: TCP, and UDP where the camera refuses TCP. */
  transport: z.enum(['auto', 'tcp', 'udp']).default('auto'),
  /** In memory only; whoever stores settings stores these sealed. */
  credentials: z.strictObject({ username: z.string().max(256), password: z.string().max(256) }).optional(),
})
export type RtspSettings = z.output<typeof rtspSettings>

export const fileSettings = z.strictObject({
  kind: z.literal('file'),
  /** Played in real time, again and again. */
  path: z.string().min(1).max(4096),
})
export type FileSettings = z.output<typeof fileSettings>

export const testSettings = z.strictObject({
  kind: z.literal('test'),
})
export type TestSettings = z.output<typeof testSettings>

export const sourceSettings = z.discriminatedUnion('kind', [rtspSettings, fileSettings, testSettings])
export type SourceSettings = z.output<typeof sourceSettings>

export type SourceFactory<Settings extends SourceSettings> = (
  settings: Settings,
  context: SourceContext,
) => Source

/** One entry a source kind: the registry that the composition root hands to the feeds. */
export type SourceFactories = {
  [Kind in SourceSettings['kind']]: SourceFactory<Extract<SourceSettings, { kind: Kind }>>
}
