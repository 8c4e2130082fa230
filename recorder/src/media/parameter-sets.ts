import { BitReader, unescapeNalUnit } from './bit-reader.ts'

/** What a decoder must know before the first picture. */
export interface H264Config {
  widthPx: number
  heightPx: number
  /** AVCDecoderConfigurationRecord, ISO/IEC 14496-15 section 5.3.3.1. */
  avcC: Buffer
}

interface SpsFields {
  id: number
  widthPx: number
  heightPx: number
  chromaFormat: number
  bitDepthLuma: number
  bitDepthChroma: number
}

/** Profiles whose parameter sets carry chroma format and bit depth (ISO/IEC 14496-10 section 7.3.2.1.1). */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])
const picturePx = { min: 16, max: 16_384 }

/** Collects a stream's parameter sets as they pass. */
export class ParameterSets {
  #sps: Buffer | null = null
  readonly #pps = new Map<number, Buffer>()
  #config: H264Config | null = null

  /** Takes one SPS or PPS (NAL unit types 7 and 8); anything malformed is passed over. */
  take(nalUnit: Buffer): void {
    const isSps = ((nalUnit[0] ?? 0) & 0x1f) === 7
    try {
      if (isSps) {
        if (this.#sps?.equals(nalUnit)) return
        parseSps(nalUnit)
        this.#sps = Buffer.from(nalUnit)
        // PPS refer to the SPS before; the camera repeats them after a new one.
        this.#pps.clear()
      } else {
        const id = new BitReader(nalUnit.subarray(1, 16)).unsigned()
        if (id > 255 || this.#pps.get(id)?.equals(nalUnit)) return
        this.#pps.set(id, Buffer.from(nalUnit))
      }
      this.#config = null
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
    }
  }

  /** The same object as long as nothing changed; null while something is missing. */
  get config(): H264Config | null {
    if (!this.#config && this.#sps && this.#pps.size > 0) {
      const fields = parseSps(this.#sps)
      this.#config = {
        widthPx: fields.widthPx,
        heightPx: fields.heightPx,
        avcC: avcC(this.#sps, [...this.#pps.values()], fields),
      }
    }
    return this.#config
  }
}

function sized(unit: Buffer): Buffer {
  return Buffer.concat([Buffer.from([unit.length >> 8, unit.length & 0xff]), unit])
}

function avcC(sps: Buffer, pps: Buffer[], fields: SpsFields): Buffer {
  const profile = sps[1] ?? 0
  const parts = [Buffer.from([1, profile, sps[2] ?? 0, sps[3] ?? 0, 0xff, 0xe1]), sized(sps)]
  const kept = pps.slice(0, 255)
  parts.push(Buffer.from([kept.length]), ...kept.map(sized))
  if (profile === 100 || profile === 110 || profile === 122 || profile === 144)
    parts.push(
      Buffer.from([
        0xfc | fields.chromaFormat,
        0xf8 | (fields.bitDepthLuma - 8),
        0xf8 | (fields.bitDepthChroma - 8),
        0,
      ]),
    )
  return Buffer.concat(parts)
}

/** Section 7.3.2.1.1, as far as the picture's size. Throws RangeError on what is no SPS. */
export function parseSps(sps: Buffer): SpsFields {
  if (sps.length < 5 || sps.length > 65_535) throw new RangeError(`an SPS of ${sps.length} bytes`)
  const profile = sps[1] ?? 0
  const reader = new BitReader(unescapeNalUnit(sps.subarray(4)))
  const id = reader.unsigned()
  let chromaFormat = 1
  let separatePlanes = 0
  let bitDepthLuma = 8
  let bitDepthChroma = 8
  if (highProfiles.has(profile)) {
    chromaFormat = reader.unsigned()
    if (chromaFormat === 3) separatePlanes = reader.bit()
    bitDepthLuma = 8 + reader.unsigned()
    bitDepthChroma = 8 + reader.unsigned()
    reader.bit()
    if (reader.bit() === 1)
      for (let i = 0; i < (chromaFormat === 3 ? 12 : 8); i++) skipScalingList(reader, i < 6 ? 16 : 64)
  }
  reader.unsigned()
  skipPictureOrder(reader)
  reader.unsigned()
  reader.bit()
  const widthMbs = reader.unsigned() + 1
  const heightMaps = reader.unsigned() + 1
  const frameMbsOnly = reader.bit()
  if (frameMbsOnly === 0) reader.bit()
  reader.bit()
  const crop = reader.bit() === 1
  const [left, right, top, bottom] = crop
    ? [reader.unsigned(), reader.unsigned(), reader.unsigned(), reader.unsigned()]
    : [0, 0, 0, 0]
  const chromaArray = separatePlanes === 1 ? 0 : chromaFormat
  const cropX = chromaArray === 1 || chromaArray === 2 ? 2 : 1
  const cropY = (chromaArray === 1 ? 2 : 1) * (2 - frameMbsOnly)
  const widthPx = widthMbs * 16 - cropX * (left + right)
  const heightPx = (2 - frameMbsOnly) * heightMaps * 16 - cropY * (top + bottom)
  const sane = [widthPx, heightPx].every((px) => px >= picturePx.min && px <= picturePx.max)
  if (!sane || id > 31 || chromaFormat > 3 || bitDepthLuma > 14 || bitDepthChroma > 14)
    throw new RangeError('an SPS out of range')
  return { id, widthPx, heightPx, chromaFormat, bitDepthLuma, bitDepthChroma }
}

function skipScalingList(reader: BitReader, size: number): void {
  if (reader.bit() === 0) return
  let last = 8
  let next = 8
  for (let i = 0; i < size && next !== 0; i++) {
    next = (last + reader.signed() + 256) % 256
    if (next !== 0) last = next
  }
}

function skipPictureOrder(reader: BitReader): void {
  const type = reader.unsigned()
  if (type === 0) reader.unsigned()
  if (type !== 1) return
  reader.bit()
  reader.signed()
  reader.signed()
  const cycle = reader.unsigned()
  if (cycle > 255) throw new RangeError('a picture order cycle of more than 255')
  for (let i = 0; i < cycle; i++) reader.signed()
}
