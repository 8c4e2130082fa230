import type { Readable } from 'node:stream'
import { PassThrough } from 'node:stream'
import {
  element,
  float,
  idBytes,
  ids,
  text,
  unknownSize,
  unsigned,
} from '@press-gallery/recorder/media/matroska-elements'

/** What a track is, in Matroska's terms (RFC 9559; codec mappings: https://www.matroska.org/technical/codec_specs.html). */
export type MatroskaTrack = { codecId: string; codecPrivate: Buffer | null } & (
  { kind: 'video' } | { kind: 'audio'; sampleRateHz: number; channels: number; bitDepth: number | null }
)

const ticksPerMs = 1000
const trackNumber = 1

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
    const block = element(ids.simpleBlock, Buffer.from([0x80 | trackNumber, 0, 0, key ? 0x80 : 0]), data)
    this.#stream.write(element(ids.cluster, unsigned(ids.timestamp, Math.round(timeMs * ticksPerMs)), block))
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
        element(ids.video, unsigned(ids.pixelWidth, 16), unsigned(ids.pixelHeight, 16))
      : element(
          ids.audio,
          float(ids.samplingFrequency, track.sampleRateHz),
          unsigned(ids.channels, track.channels),
          ...(track.bitDepth === null ? [] : [unsigned(ids.bitDepth, track.bitDepth)]),
        )
  return Buffer.concat([
    element(ids.ebml, text(ids.docType, 'matroska')),
    // Of unknown size: it goes on for as long as there are frames.
    idBytes(ids.segment),
    unknownSize,
    element(ids.info, unsigned(ids.timestampScale, 1_000_000 / ticksPerMs)),
    element(
      ids.tracks,
      element(
        ids.trackEntry,
        unsigned(ids.trackNumber, trackNumber),
        unsigned(ids.trackUid, 1),
        unsigned(ids.trackType, track.kind === 'video' ? 1 : 2),
        unsigned(ids.flagLacing, 0),
        text(ids.codecId, track.codecId),
        ...(track.codecPrivate ? [element(ids.codecPrivate, track.codecPrivate)] : []),
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
