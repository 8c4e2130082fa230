import type { Readable } from 'node:stream'
import { PassThrough } from 'node:stream'

/** What a track is, in Matroska's terms (RFC 9559; codec mappings: https://www.matroska.org/technical/codec_specs.html). */
export type MatroskaTrack = { codecId: string; codecPrivate: Buffer | null } & (
  { kind: 'video' } | { kind: 'audio'; sampleRateHz: number; channels: number; bitDepth: number | null }
)

const ticksPerMs = 1000
const trackNumber = 1
const id = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackUid: 0x73c5,
  trackType: 0x83,
  flagLacing: 0x9c,
  codecId: 0x86,
  codecPrivate: 0x63a2,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
  bitDepth: 0x6264,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
} as const

/** What ffmpeg may leave unread before frames are dropped: a second or so of picture. */
const unreadBytesMax = 2_097_152

/**
 * Frames with timestamps for ffmpeg's standard input: Matroska of one track, a cluster for each frame, so that a timestamp has
 * 1 µs and a frame goes out whole and at once. (mediabunny's writer holds frames back, and takes only what WebCodecs names.)
 */
export class MatroskaInput {
  readonly #stream = new PassThrough()

  constructor(track: MatroskaTrack) {
    // Nobody reads what ffmpeg left when it ended; that is told by its end.
    this.#stream.on('error', () => {})
    this.#stream.write(header(track))
  }

  get stream(): Readable {
    return this.#stream
  }

  /** ffmpeg reads slower than frames come. */
  get full(): boolean {
    return this.#stream.writableLength + this.#stream.readableLength > unreadBytesMax
  }

  /** `timeMs` is not negative. */
  frame(timeMs: number, key: boolean, data: Buffer): void {
    if (this.#stream.writableEnded || this.#stream.destroyed) return
    const block = element(id.simpleBlock, Buffer.from([0x80 | trackNumber, 0, 0, key ? 0x80 : 0]), data)
    this.#stream.write(element(id.cluster, unsigned(id.timestamp, Math.round(timeMs * ticksPerMs)), block))
  }

  end(): void {
    this.#stream.end()
  }
}

function header(track: MatroskaTrack): Buffer {
  const media =
    track.kind === 'video'
      ? // The decoder finds the true size. None at all would be an error, and one larger than the true makes ffmpeg take
        // Motion JPEG for half pictures (interlaced).
        element(id.video, unsigned(id.pixelWidth, 16), unsigned(id.pixelHeight, 16))
      : element(
          id.audio,
          float(id.samplingFrequency, track.sampleRateHz),
          unsigned(id.channels, track.channels),
          ...(track.bitDepth === null ? [] : [unsigned(id.bitDepth, track.bitDepth)]),
        )
  return Buffer.concat([
    element(id.ebml, element(id.docType, Buffer.from('matroska'))),
    // Of unknown size: it goes on for as long as there are frames.
    bytesOf(id.segment),
    Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    element(id.info, unsigned(id.timestampScale, 1_000_000 / ticksPerMs)),
    element(
      id.tracks,
      element(
        id.trackEntry,
        unsigned(id.trackNumber, trackNumber),
        unsigned(id.trackUid, 1),
        unsigned(id.trackType, track.kind === 'video' ? 1 : 2),
        unsigned(id.flagLacing, 0),
        element(id.codecId, Buffer.from(track.codecId)),
        ...(track.codecPrivate ? [element(id.codecPrivate, track.codecPrivate)] : []),
        media,
      ),
    ),
  ])
}

/**
 * Without a configuration record: ffmpeg then takes H.264 and HEVC as a plain byte stream with the parameter sets in it. (Not as
 * `V_MS/VFW/FOURCC`, which would have it take our times for decoding times, and guess at those of B-frames.)
 */
export function videoTrack(codecId: 'V_MPEG4/ISO/AVC' | 'V_MPEGH/ISO/HEVC' | 'V_MJPEG'): MatroskaTrack {
  return { kind: 'video', codecId, codecPrivate: null }
}

/** `A_MS/ACM`: a WAVEFORMATEX of 8-bit samples (G.711) or their like. */
export function waveTrack(
  formatTag: number,
  sampleRateHz: number,
  channels: number,
): Extract<MatroskaTrack, { kind: 'audio' }> {
  const waveFormat = Buffer.alloc(18)
  waveFormat.writeUInt16LE(formatTag, 0)
  waveFormat.writeUInt16LE(channels, 2)
  waveFormat.writeUInt32LE(sampleRateHz, 4)
  waveFormat.writeUInt32LE(sampleRateHz * channels, 8)
  waveFormat.writeUInt16LE(channels, 12)
  waveFormat.writeUInt16LE(8, 14)
  return { kind: 'audio', codecId: 'A_MS/ACM', codecPrivate: waveFormat, sampleRateHz, channels, bitDepth: 8 }
}

function element(elementId: number, ...content: Buffer[]): Buffer {
  const size = Buffer.allocUnsafe(4)
  size.writeUInt32BE(0x10000000 + content.reduce((sum, part) => sum + part.length, 0))
  return Buffer.concat([bytesOf(elementId), size, ...content])
}

function unsigned(elementId: number, value: number): Buffer {
  return element(elementId, bytesOf(value))
}

function float(elementId: number, value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeDoubleBE(value)
  return element(elementId, bytes)
}

function bytesOf(value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 256))
    bytes.unshift(rest % 256)
  return Buffer.from(bytes)
}
