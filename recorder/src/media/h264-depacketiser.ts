import type { RtpPacket } from 'rtp.js/packets'

/** One picture as it came off the wire. */
export interface AccessUnit {
  rtpTimestamp: number
  /** NAL units without start codes. */
  nalUnits: Buffer[]
  /** The pipe index of its first packet. */
  frameIndex: number
}

const nalUnitBytesMax = 4_194_304
const accessUnitBytesMax = 16_777_216
const lateMax = 100

/**
 * RFC 6184 in packetisation modes 0 and 1: single NAL units, STAP-A, FU-A. Takes packets in order and gives whole
 * pictures; a NAL unit of which a packet is missing is left out, the rest of its picture kept. Anything malformed
 * is passed over and counted.
 */
export class H264Depacketiser {
  /** Packets or NAL units that were passed over. */
  malformed = 0
  /** RTP packets that never came. */
  lost = 0
  #unit: AccessUnit | null = null
  #unitBytes = 0
  #fragments: Buffer[] | null = null
  #fragmentBytes = 0
  #lastSequence: number | null = null

  /** The pipe index of the picture in the making; null when there is none. */
  get oldestFrameIndex(): number | null {
    return this.#unit?.frameIndex ?? null
  }

  /** Forgets what is unfinished: the next packet belongs to another stream. */
  reset(): void {
    this.#unit = null
    this.#fragments = null
    this.#lastSequence = null
  }

  /** The pictures that this packet completes: none or one, or two when an earlier one lacked its marker. */
  push(packet: RtpPacket, frameIndex: number): AccessUnit[] {
    const sequence = packet.getSequenceNumber()
    if (this.#lastSequence !== null) {
      const ahead = ((sequence - this.#lastSequence) << 16) >> 16
      // Late or double, where the relay promises order; further back it is another stream.
      if (ahead <= 0 && ahead > -lateMax) return []
      if (ahead !== 1) this.#fragments = null
      if (ahead > 1) this.lost += ahead - 1
    }
    this.#lastSequence = sequence

    const done: AccessUnit[] = []
    const rtpTimestamp = packet.getTimestamp()
    if (this.#unit && this.#unit.rtpTimestamp !== rtpTimestamp) {
      this.#fragments = null
      this.#finish(done)
    }
    if (!this.#unit) {
      this.#unit = { rtpTimestamp, nalUnits: [], frameIndex }
      this.#unitBytes = 0
    }
    const view = packet.getPayload()
    this.#payload(Buffer.from(view.buffer, view.byteOffset, view.byteLength))
    // Some cameras set the marker after their parameter sets too: a picture has a slice.
    if (packet.getMarker() && this.#unit.nalUnits.some(isSlice)) this.#finish(done)
    return done
  }

  #finish(done: AccessUnit[]): void {
    if (this.#unit && this.#unit.nalUnits.length > 0) done.push(this.#unit)
    this.#unit = null
  }

  #payload(payload: Buffer): void {
    const header = payload[0]
    if (header === undefined || (header & 0x80) !== 0) {
      this.malformed++
      return
    }
    const type = header & 0x1f
    if (type >= 1 && type <= 23) {
      this.#fragments = null
      this.#add(payload)
    } else if (type === 24) this.#aggregate(payload)
    else if (type === 28) this.#fragment(payload, header)
    else this.malformed++
  }

  /** STAP-A, RFC 6184 section 5.7.1. */
  #aggregate(payload: Buffer): void {
    this.#fragments = null
    let at = 1
    while (at < payload.length) {
      const size = at + 2 <= payload.length ? payload.readUInt16BE(at) : 0
      at += 2
      const type = (payload[at] ?? 0) & 0x1f
      if (size === 0 || at + size > payload.length || type === 0 || type > 23) {
        this.malformed++
        return
      }
      this.#add(payload.subarray(at, at + size))
      at += size
    }
  }

  /** FU-A, RFC 6184 section 5.8. */
  #fragment(payload: Buffer, indicator: number): void {
    const header = payload[1]
    const start = header !== undefined && (header & 0x80) !== 0
    const end = header !== undefined && (header & 0x40) !== 0
    const type = (header ?? 0) & 0x1f
    if (header === undefined || payload.length < 3 || (start && end) || type === 0 || type > 23) {
      this.malformed++
      this.#fragments = null
      return
    }
    const body = payload.subarray(2)
    if (start) {
      this.#fragments = [Buffer.from([(indicator & 0xe0) | type]), body]
      this.#fragmentBytes = 1 + body.length
      return
    }
    if (!this.#fragments) return
    this.#fragments.push(body)
    this.#fragmentBytes += body.length
    if (this.#fragmentBytes > nalUnitBytesMax) {
      this.malformed++
      this.#fragments = null
    } else if (end) {
      const whole = Buffer.concat(this.#fragments)
      this.#fragments = null
      this.#add(whole)
    }
  }

  #add(nalUnit: Buffer): void {
    this.#unitBytes += nalUnit.length
    if (this.#unitBytes > accessUnitBytesMax) this.malformed++
    else this.#unit?.nalUnits.push(nalUnit)
  }
}

function isSlice(nalUnit: Buffer): boolean {
  const type = (nalUnit[0] ?? 0) & 0x1f
  return type >= 1 && type <= 5
}
