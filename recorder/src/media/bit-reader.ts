/** Reads the bits of an H.264 raw byte sequence (ISO/IEC 14496-10 section 7.2). Throws RangeError past the end. */
export class BitReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  bit(): number {
    const byte = this.#bytes[this.#at >> 3]
    if (byte === undefined) throw new RangeError('past the end of the bits')
    const bit = (byte >> (7 - (this.#at & 7))) & 1
    this.#at++
    return bit
  }

  bits(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) value = value * 2 + this.bit()
    return value
  }

  /** ue(v), section 9.1. */
  unsigned(): number {
    let zeros = 0
    while (this.bit() === 0) if (++zeros > 32) throw new RangeError('an Exp-Golomb code of more than 32 bits')
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  /** se(v), section 9.1.1. */
  signed(): number {
    const code = this.unsigned()
    return code % 2 === 1 ? (code + 1) / 2 : -code / 2
  }
}

/** Takes out the emulation prevention bytes of a NAL unit (section 7.4.1.1). */
export function unescapeNalUnit(nalUnit: Buffer): Buffer {
  const out = Buffer.allocUnsafe(nalUnit.length)
  let length = 0
  let zeros = 0
  for (const byte of nalUnit) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    zeros = byte === 0 ? zeros + 1 : 0
    out[length++] = byte
  }
  return out.subarray(0, length)
}
