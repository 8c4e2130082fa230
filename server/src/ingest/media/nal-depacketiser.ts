import type { FrameDepacketiser, VideoFrame } from './video-frame.ts'
import { toAnnexB } from './annex-b.ts'

/** What differs between H.264 (RFC 6184) and HEVC (RFC 7798, without DONL) in how NAL units lie in RTP. */
interface NalFormat {
  headerBytes: 1 | 2
  aggregation: number
  fragment: number
  typeOf: (first: number) => number
  /** The header of a NAL unit whose fragment this is: from the payload's header and the type in the fragment's. */
  wholeHeader: (payload: Buffer, type: number) => Buffer
  fragmentTypeMask: number
  isPicture: (type: number) => boolean
  isKey: (type: number) => boolean
}

const h264: NalFormat = {
  headerBytes: 1,
  aggregation: 24,
  fragment: 28,
  typeOf: (first) => first & 0x1f,
  wholeHeader: (payload, type) => Buffer.from([((payload[0] ?? 0) & 0x60) | type]),
  fragmentTypeMask: 0x1f,
  isPicture: (type) => type >= 1 && type <= 5,
  isKey: (type) => type === 5,
}

const hevc: NalFormat = {
  headerBytes: 2,
  aggregation: 48,
  fragment: 49,
  typeOf: (first) => (first >> 1) & 0x3f,
  wholeHeader: (payload, type) => Buffer.from([((payload[0] ?? 0) & 0x01) | (type << 1), payload[1] ?? 0]),
  fragmentTypeMask: 0x3f,
  isPicture: (type) => type < 32,
  // All intra random access points: BLA, IDR, CRA.
  isKey: (type) => type >= 16 && type <= 21,
}

const frameBytesMax = 8_388_608

/**
 * Whole pictures in Annex B form. A NAL unit of which a packet is missing is left out and the rest of its picture kept: the
 * decoder conceals better than we could. What is malformed is passed over.
 */
export class NalDepacketiser implements FrameDepacketiser {
  readonly #format: NalFormat
  #timestamp: number | null = null
  #units: Buffer[] = []
  #bytes = 0
  #pieces: Buffer[] | null = null

  /** `parameterSets`: NAL units out of the SDP, put before the first picture. */
  constructor(codec: 'h264' | 'hevc', parameterSets: readonly Buffer[]) {
    this.#format = codec === 'h264' ? h264 : hevc
    this.#units = [...parameterSets]
  }

  push(payload: Buffer, timestamp: number, marker: boolean, gap: boolean): VideoFrame[] {
    const done: VideoFrame[] = []
    if (gap) this.#pieces = null
    if (this.#timestamp !== null && this.#timestamp !== timestamp) this.#finish(done)
    this.#timestamp = timestamp
    const { headerBytes, aggregation, fragment, typeOf } = this.#format
    if (payload.length <= headerBytes) return done
    const type = typeOf(payload[0] ?? 0)
    if (type === aggregation) this.#aggregate(payload)
    else if (type === fragment) this.#fragment(payload)
    else if (type < aggregation) this.#add(payload)
    // Some cameras set the marker after their parameter sets, too.
    if (marker && this.#units.some((unit) => this.#format.isPicture(typeOf(unit[0] ?? 0)))) this.#finish(done)
    return done
  }

  #aggregate(payload: Buffer): void {
    let at: number = this.#format.headerBytes
    while (at + 2 < payload.length) {
      const end = at + 2 + payload.readUInt16BE(at)
      if (end === at + 2 || end > payload.length) return
      this.#add(payload.subarray(at + 2, end))
      at = end
    }
  }

  #fragment(payload: Buffer): void {
    const { headerBytes, wholeHeader, fragmentTypeMask } = this.#format
    const header = payload[headerBytes] ?? 0
    const body = payload.subarray(headerBytes + 1)
    if ((header & 0x80) !== 0) this.#pieces = [wholeHeader(payload, header & fragmentTypeMask)]
    if (!this.#pieces) return
    this.#pieces.push(body)
    this.#bytes += body.length
    if (this.#bytes > frameBytesMax) this.#pieces = null
    else if ((header & 0x40) !== 0) {
      this.#units.push(Buffer.concat(this.#pieces))
      this.#pieces = null
    }
  }

  #add(unit: Buffer): void {
    this.#pieces = null
    this.#bytes += unit.length
    if (this.#bytes <= frameBytesMax) this.#units.push(unit)
  }

  #finish(done: VideoFrame[]): void {
    const types = this.#units.map((unit) => this.#format.typeOf(unit[0] ?? 0))
    // Parameter sets alone wait for the picture that they are for, which may have another timestamp.
    if (this.#timestamp !== null && types.some((type) => this.#format.isPicture(type))) {
      done.push({
        timestamp: this.#timestamp,
        key: types.some((type) => this.#format.isKey(type)),
        data: toAnnexB(this.#units),
      })
      this.#units = []
    }
    this.#bytes = 0
    this.#pieces = null
  }
}
