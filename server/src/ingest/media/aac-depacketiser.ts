import type { RtpCodec } from '../source.ts'

export interface AudioUnit {
  data: Buffer
  /** How much later than the packet's timestamp it begins, in ticks of the RTP clock. */
  offsetTicks: number
}

export interface AudioDepacketiser {
  /** The units that this payload completes. Takes payloads in order; `gap`: packets are missing before it. */
  push(payload: Buffer, marker: boolean, gap: boolean): AudioUnit[]
}

const unitBytesMax = 8192
const sampleRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
]

export interface AacFormat {
  /** AudioSpecificConfig (ISO/IEC 14496-3). */
  config: Buffer
  depacketiser: AudioDepacketiser
}

/** What the SDP says about a camera's AAC, or null where it does not say enough. */
export function aacFormat(codec: RtpCodec): AacFormat | null {
  const parameters = formatParameters(codec.fmtp)
  const config = Buffer.from(parameters.get('config') ?? '', 'hex')
  if (config.length < 2 || config.length > 256) return null
  if (codec.encodingName.toLowerCase() === 'mp4a-latm') {
    // In-band configuration (cpresent=1) is met in broadcasting, not in cameras.
    if (parameters.get('cpresent') !== '0') return null
    const inner = configOfStreamMux(config)
    return inner && { config: inner, depacketiser: new LatmDepacketiser() }
  }
  const bits = (name: string): number => Number.parseInt(parameters.get(name) ?? '0', 10)
  const [sizeBits, indexBits, deltaBits] = [bits('sizelength'), bits('indexlength'), bits('indexdeltalength')]
  if (!(
    sizeBits >= 6 &&
    sizeBits <= 16 &&
    indexBits >= 0 &&
    indexBits <= 8 &&
    deltaBits >= 0 &&
    deltaBits <= 8
  ))
    return null
  const unitTicks =
    Number.parseInt(parameters.get('constantduration') ?? '', 10) || ticksOfUnit(config, codec.clockRateHz)
  return { config, depacketiser: new GenericDepacketiser({ sizeBits, indexBits, deltaBits, unitTicks }) }
}

function formatParameters(fmtp: string | null): Map<string, string> {
  const pairs = (fmtp ?? '').split(';').map((pair) => pair.trim().split('=', 2))
  return new Map(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value.trim()]))
}

/** 1024 samples of the core coder, in ticks of the RTP clock, which may run at twice its rate (HE-AAC). */
function ticksOfUnit(config: Buffer, clockRateHz: number): number {
  const index = (config.readUInt16BE(0) >> 7) & 0x0f
  const coreHz = sampleRates[index] ?? clockRateHz
  return Math.round((1024 * clockRateHz) / coreHz)
}

/** The AudioSpecificConfig in a StreamMuxConfig (ISO/IEC 14496-3, 1.7.3) of one programme and layer, as RFC 6416 has it. */
function configOfStreamMux(mux: Buffer): Buffer | null {
  // audioMuxVersion 0, all streams framed alike, one sub-frame, one programme, one layer: 15 bits 0 1 000000 0000 000.
  if (mux.readUInt16BE(0) >> 1 !== 0x2000) return null
  const out = Buffer.alloc(mux.length - 1)
  for (let i = 0; i < out.length; i++) out[i] = ((mux[i + 1] ?? 0) << 7) | ((mux[i + 2] ?? 0) >> 1)
  return out
}

/** RFC 3640 with AU headers of size and index: several units a packet, or one unit over several packets. */
class GenericDepacketiser implements AudioDepacketiser {
  readonly #format: { sizeBits: number; indexBits: number; deltaBits: number; unitTicks: number }
  #parts: { pieces: Buffer[]; missingBytes: number } | null = null

  constructor(format: { sizeBits: number; indexBits: number; deltaBits: number; unitTicks: number }) {
    this.#format = format
  }

  push(payload: Buffer, _marker: boolean, gap: boolean): AudioUnit[] {
    if (gap) this.#parts = null
    if (payload.length < 2) return []
    const { sizeBits, indexBits, deltaBits, unitTicks } = this.#format
    const headerBits = payload.readUInt16BE(0)
    let at = 2 + Math.ceil(headerBits / 8)
    if (at > payload.length) return []
    const units: AudioUnit[] = []
    let position = 0
    let bit = 16
    const end = 16 + headerBits
    for (let i = 0; ; i++) {
      const own = i === 0 ? indexBits : deltaBits
      if (bit + sizeBits + own > end) break
      const size = readBits(payload, bit, sizeBits)
      const index = readBits(payload, bit + sizeBits, own)
      bit += sizeBits + own
      // Interleaving (an index that is not 0) would need sorting; AAC-hbr cameras do not use it.
      position = i === 0 ? 0 : position + 1 + index
      if (size === 0 || size > unitBytesMax) return units
      if (at + size > payload.length) {
        if (i === 0) units.push(...this.#fragment(payload.subarray(at), size))
        return units
      }
      this.#parts = null
      units.push({ data: payload.subarray(at, at + size), offsetTicks: position * unitTicks })
      at += size
    }
    return units
  }

  #fragment(piece: Buffer, size: number): AudioUnit[] {
    this.#parts ??= { pieces: [], missingBytes: size }
    this.#parts.pieces.push(piece)
    this.#parts.missingBytes -= piece.length
    if (this.#parts.missingBytes > 0 && piece.length > 0) return []
    const { pieces, missingBytes } = this.#parts
    this.#parts = null
    return missingBytes === 0 ? [{ data: Buffer.concat(pieces), offsetTicks: 0 }] : []
  }
}

/** RFC 6416: one AudioMuxElement, over as many packets as it takes, the last with the marker. */
class LatmDepacketiser implements AudioDepacketiser {
  #pieces: Buffer[] = []
  #bytes = 0
  #broken = false

  push(payload: Buffer, marker: boolean, gap: boolean): AudioUnit[] {
    if (gap && this.#pieces.length > 0) this.#broken = true
    this.#bytes += payload.length
    if (this.#bytes > unitBytesMax) this.#broken = true
    else this.#pieces.push(payload)
    if (!marker) return []
    const element = this.#broken ? null : Buffer.concat(this.#pieces)
    this.#pieces = []
    this.#bytes = 0
    this.#broken = false
    if (!element) return []
    // PayloadLengthInfo: bytes of 255 go on, the first other ends it.
    let at = 0
    let length = 0
    for (;;) {
      const byte = element[at++]
      if (byte === undefined) return []
      length += byte
      if (byte !== 255) break
    }
    return at + length <= element.length && length > 0
      ? [{ data: element.subarray(at, at + length), offsetTicks: 0 }]
      : []
  }
}

function readBits(buffer: Buffer, at: number, count: number): number {
  let value = 0
  for (let bit = at; bit < at + count; bit++)
    value = (value << 1) | (((buffer[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1)
  return value
}
