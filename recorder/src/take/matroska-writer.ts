import { element, float, idBytes, ids, text, unknownSize, unsigned } from '../media/matroska-elements.ts'
import type { H264Config } from '../media/parameter-sets.ts'

/**
 * A live Matroska stream (RFC 9559) of one picture and one sound track, for ffmpeg's standard input. Each frame goes out
 * as it comes: mediabunny's writer holds a frame until every other track has one, and rounds to 1 ms where this has 0.1 ms.
 */

const ticksPerMs = 10
/** A block's time is 16 bits, signed, from its cluster's. */
const clusterTicksMax = 20_000
const trackNumber = { video: 1, audio: 2 } as const

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
