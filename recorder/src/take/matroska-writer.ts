import type { H264Config } from '../media/parameter-sets.ts'

/**
 * A live Matroska stream (RFC 9559) of one picture and one sound track, for ffmpeg's standard input. Each frame goes out
 * as it comes: mediabunny's writer holds a frame until every other track has one, and rounds to 1 ms where this has 0.1 ms.
 */

const ticksPerMs = 10
/** A block's time is 16 bits, signed, from its cluster's. */
const clusterTicksMax = 20_000
const trackNumber = { video: 1, audio: 2 } as const
const unknownSize = Buffer.from([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])

const ids = {
  ebml: 0x1a45dfa3,
  ebmlVersion: 0x4286,
  ebmlReadVersion: 0x42f7,
  ebmlMaxIdLength: 0x42f2,
  ebmlMaxSizeLength: 0x42f3,
  docType: 0x4282,
  docTypeVersion: 0x4287,
  docTypeReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  muxingApp: 0x4d80,
  writingApp: 0x5741,
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
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
} as const

/** OpusHead (RFC 7845 section 5.1): stereo, no pre-skip, since RTP timestamps have none (RFC 7587). */
const opusHead = Buffer.from('4f707573486561640102000080bb0000000000', 'hex')

export function matroskaHeader(tracks: { video: H264Config | null; audio: boolean }): Buffer {
  const entries: Buffer[] = []
  if (tracks.video)
    entries.push(
      element(
        ids.trackEntry,
        unsigned(ids.trackNumber, trackNumber.video),
        unsigned(ids.trackUid, trackNumber.video),
        unsigned(ids.trackType, 1),
        unsigned(ids.flagLacing, 0),
        text(ids.codecId, 'V_MPEG4/ISO/AVC'),
        element(ids.codecPrivate, tracks.video.avcC),
        element(
          ids.video,
          unsigned(ids.pixelWidth, tracks.video.widthPx),
          unsigned(ids.pixelHeight, tracks.video.heightPx),
        ),
      ),
    )
  if (tracks.audio)
    entries.push(
      element(
        ids.trackEntry,
        unsigned(ids.trackNumber, trackNumber.audio),
        unsigned(ids.trackUid, trackNumber.audio),
        unsigned(ids.trackType, 2),
        unsigned(ids.flagLacing, 0),
        text(ids.codecId, 'A_OPUS'),
        element(ids.codecPrivate, opusHead),
        element(ids.audio, float(ids.samplingFrequency, 48_000), unsigned(ids.channels, 2)),
      ),
    )
  return Buffer.concat([
    element(
      ids.ebml,
      unsigned(ids.ebmlVersion, 1),
      unsigned(ids.ebmlReadVersion, 1),
      unsigned(ids.ebmlMaxIdLength, 4),
      unsigned(ids.ebmlMaxSizeLength, 8),
      text(ids.docType, 'matroska'),
      unsigned(ids.docTypeVersion, 4),
      unsigned(ids.docTypeReadVersion, 2),
    ),
    idBytes(ids.segment),
    unknownSize,
    element(
      ids.info,
      unsigned(ids.timestampScale, 1_000_000 / ticksPerMs),
      text(ids.muxingApp, 'press-gallery'),
      text(ids.writingApp, 'press-gallery'),
    ),
    element(ids.tracks, ...entries),
  ])
}

/** Writes frames into clusters of unknown size. */
export class MatroskaClusters {
  #clusterTicks: number | null = null

  /** `timeMs` is from the start of the stream; a frame before it is not written (an empty buffer). */
  frame(kind: 'video' | 'audio', timeMs: number, key: boolean, data: Buffer): Buffer {
    const ticks = Math.round(timeMs * ticksPerMs)
    if (ticks < 0) return Buffer.alloc(0)
    const parts: Buffer[] = []
    if (this.#clusterTicks === null || Math.abs(ticks - this.#clusterTicks) > clusterTicksMax) {
      this.#clusterTicks = ticks
      parts.push(idBytes(ids.cluster), unknownSize, unsigned(ids.timestamp, ticks))
    }
    const head = Buffer.allocUnsafe(4)
    head.writeUInt8(0x80 | trackNumber[kind], 0)
    head.writeInt16BE(ticks - this.#clusterTicks, 1)
    head.writeUInt8(key ? 0x80 : 0, 3)
    parts.push(element(ids.simpleBlock, head, data))
    return Buffer.concat(parts)
  }
}

function element(id: number, ...content: Buffer[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0)
  return Buffer.concat([idBytes(id), sizeBytes(length), ...content])
}

function unsigned(id: number, value: number): Buffer {
  const bytes: number[] = []
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 256))
    bytes.unshift(rest % 256)
  return element(id, Buffer.from(bytes))
}

function float(id: number, value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4)
  bytes.writeFloatBE(value)
  return element(id, bytes)
}

function text(id: number, value: string): Buffer {
  return element(id, Buffer.from(value, 'ascii'))
}

function idBytes(id: number): Buffer {
  const bytes: number[] = []
  for (let rest = id; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return Buffer.from(bytes)
}

/** A size in four bytes (RFC 8794 section 4): up to 256 MiB. */
function sizeBytes(length: number): Buffer {
  const out = Buffer.allocUnsafe(4)
  out.writeUInt32BE(0x10000000 + length)
  return out
}
