/** What an H.264 sequence parameter set (ITU-T H.264, 7.3.2.1.1) says about whether a browser can show the stream. */
export interface SequenceParameters {
  profile: number
  level: number
  widthPx: number
  heightPx: number
  macroblocks: number
  /** 1 is 4:2:0. */
  chromaFormat: number
  bitDepth: number
  interlaced: boolean
  /** How many frames may have to wait for a later one; null where the stream does not say. */
  reorderFrames: number | null
}

/** Reads bits of a NAL unit with the emulation prevention bytes taken out. Beyond the end it throws. */
class BitReader {
  readonly #bytes: Buffer
  #bit = 0

  constructor(nal: Buffer) {
    const clean: number[] = []
    let zeros = 0
    for (const byte of nal) {
      if (zeros >= 2 && byte === 3) {
        zeros = 0
        continue
      }
      zeros = byte === 0 ? zeros + 1 : 0
      clean.push(byte)
    }
    this.#bytes = Buffer.from(clean)
  }

  bits(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) {
      const byte = this.#bytes[this.#bit >> 3]
      if (byte === undefined) throw new RangeError('the parameter set is too short')
      value = value * 2 + ((byte >> (7 - (this.#bit & 7))) & 1)
      this.#bit++
    }
    return value
  }

  flag(): boolean {
    return this.bits(1) === 1
  }

  /** ue(v), 9.1. */
  unsigned(): number {
    let zeros = 0
    while (!this.flag()) if (++zeros > 31) throw new RangeError('no such Exp-Golomb code')
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  /** se(v), 9.1.1. */
  signed(): number {
    const code = this.unsigned()
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2
  }
}

const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])
/** Annex A, G and H: any other number is rubbish, not a new profile. */
const knownProfiles = new Set([...highProfiles, 66, 77, 88])
const maxNalBytes = 1024

/** Parses a NAL unit of type 7, or null where it makes no sense. */
export function parseSequenceParameters(nal: Buffer): SequenceParameters | null {
  if (nal.length < 5 || nal.length > maxNalBytes || ((nal[0] ?? 0) & 0x1f) !== 7) return null
  try {
    return read(new BitReader(nal.subarray(1)))
  } catch {
    return null
  }
}

function read(bits: BitReader): SequenceParameters | null {
  const profile = bits.bits(8)
  if (!knownProfiles.has(profile)) return null
  bits.bits(8)
  const level = bits.bits(8)
  bits.unsigned()
  const { chromaFormat, bitDepth } = highProfiles.has(profile)
    ? readHigh(bits)
    : { chromaFormat: 1, bitDepth: 8 }
  bits.unsigned()
  const orderType = readPictureOrder(bits)
  bits.unsigned()
  bits.flag()
  const widthMbs = bits.unsigned() + 1
  const heightUnits = bits.unsigned() + 1
  const framesOnly = bits.flag()
  if (!framesOnly) bits.flag()
  bits.flag()
  const heightMbs = heightUnits * (framesOnly ? 1 : 2)
  if (widthMbs > 1024 || heightMbs > 1024) return null
  let widthPx = widthMbs * 16
  let heightPx = heightMbs * 16
  if (bits.flag()) {
    const unitX = chromaFormat === 1 || chromaFormat === 2 ? 2 : 1
    const unitY = (chromaFormat === 1 ? 2 : 1) * (framesOnly ? 1 : 2)
    widthPx -= (bits.unsigned() + bits.unsigned()) * unitX
    heightPx -= (bits.unsigned() + bits.unsigned()) * unitY
  }
  if (widthPx <= 0 || heightPx <= 0) return null
  // Order type 2: output order is decoding order (8.2.1). A broken VUI is no reason to refuse the rest.
  const reorderFrames = orderType === 2 ? 0 : bits.flag() ? readReorder(bits) : null
  return {
    profile,
    level,
    widthPx,
    heightPx,
    macroblocks: widthMbs * heightMbs,
    chromaFormat,
    bitDepth,
    interlaced: !framesOnly,
    reorderFrames,
  }
}

function readHigh(bits: BitReader): { chromaFormat: number; bitDepth: number } {
  const chromaFormat = bits.unsigned()
  if (chromaFormat === 3) bits.flag()
  const luma = bits.unsigned() + 8
  const chroma = bits.unsigned() + 8
  bits.flag()
  if (bits.flag()) {
    const lists = chromaFormat === 3 ? 12 : 8
    for (let i = 0; i < lists; i++) if (bits.flag()) skipScalingList(bits, i < 6 ? 16 : 64)
  }
  return { chromaFormat, bitDepth: Math.max(luma, chroma) }
}

function skipScalingList(bits: BitReader, size: number): void {
  let last = 8
  let next = 8
  for (let i = 0; i < size; i++) {
    if (next !== 0) next = (last + bits.signed() + 256) % 256
    if (next !== 0) last = next
  }
}

function readPictureOrder(bits: BitReader): number {
  const type = bits.unsigned()
  if (type === 0) bits.unsigned()
  else if (type === 1) {
    bits.flag()
    bits.signed()
    bits.signed()
    const cycle = bits.unsigned()
    if (cycle > 255) throw new RangeError('impossible picture order cycle')
    for (let i = 0; i < cycle; i++) bits.signed()
  }
  return type
}

/** Annex E.1.1 up to `max_num_reorder_frames`. */
function readReorder(bits: BitReader): number | null {
  try {
    if (bits.flag() && bits.bits(8) === 255) bits.bits(32)
    if (bits.flag()) bits.flag()
    if (bits.flag()) {
      bits.bits(4)
      if (bits.flag()) bits.bits(24)
    }
    if (bits.flag()) {
      bits.unsigned()
      bits.unsigned()
    }
    if (bits.flag()) bits.bits(65)
    const nalHrd = bits.flag()
    if (nalHrd) skipHrd(bits)
    const vclHrd = bits.flag()
    if (vclHrd) skipHrd(bits)
    if (nalHrd || vclHrd) bits.flag()
    bits.flag()
    if (!bits.flag()) return null
    bits.flag()
    for (let i = 0; i < 4; i++) bits.unsigned()
    return bits.unsigned()
  } catch {
    return null
  }
}

function skipHrd(bits: BitReader): void {
  const count = bits.unsigned() + 1
  if (count > 32) throw new RangeError('impossible HRD')
  bits.bits(8)
  for (let i = 0; i < count; i++) {
    bits.unsigned()
    bits.unsigned()
    bits.flag()
  }
  bits.bits(20)
}

/** Why a browser's decoder would not show this stream in order and at once, or null where it fits. */
export function whyNotForWebRtc(sps: SequenceParameters): string | null {
  if (![66, 77, 100].includes(sps.profile)) return `profile ${sps.profile}`
  if (sps.chromaFormat !== 1 || sps.bitDepth !== 8) return 'not 4:2:0 with 8 bits'
  if (sps.interlaced) return 'interlaced'
  if ((sps.reorderFrames ?? 0) > 0) return 'B-frames'
  return null
}
