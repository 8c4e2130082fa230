import { fragment } from '../h264/fragment.ts'
import { joinStapA, nalType, nalTypeOf } from '../h264/nal.ts'
import { rtpHeaderBytes, writeRtpHeader } from '../rtp/rtp-header.ts'
import { wrap16, wrap32 } from '../rtp/wrapping.ts'
import { annexBUnits } from './annex-b.ts'

const payloadType = 96

/**
 * H.264 access units to RTP (RFC 6184, packetization mode 1): small NAL units together in a STAP-A, large ones in FU-A,
 * the marker on the last packet. Own code, since no library in the house packetises: mediabunny and rtp.js stop short of it.
 */
export class H264Packetiser {
  readonly #ssrc: number
  readonly #maxPayloadBytes: number
  #sequence: number

  constructor(options: { ssrc: number; firstSequence: number; maxPacketBytes: number }) {
    this.#ssrc = options.ssrc
    this.#sequence = wrap16(options.firstSequence)
    this.#maxPayloadBytes = options.maxPacketBytes - rtpHeaderBytes
  }

  /** The packets of one access unit in Annex B form; none when it holds nothing to send. */
  packetise(accessUnit: Buffer, rtpTimestamp: number): Buffer[] {
    const payloads = this.#payloads(annexBUnits(accessUnit))
    return payloads.map((payload, i) => {
      const packet = Buffer.allocUnsafe(rtpHeaderBytes + payload.length)
      writeRtpHeader(packet, {
        payloadType,
        marker: i === payloads.length - 1,
        sequence: this.#sequence,
        timestamp: wrap32(rtpTimestamp),
        ssrc: this.#ssrc,
      })
      this.#sequence = wrap16(this.#sequence + 1)
      payload.copy(packet, rtpHeaderBytes)
      return packet
    })
  }

  #payloads(units: readonly Buffer[]): Buffer[] {
    const payloads: Buffer[] = []
    let together: Buffer[] = []
    let togetherBytes = 1
    const flush = (): void => {
      const [only] = together
      if (together.length === 1 && only) payloads.push(only)
      else if (together.length > 1) payloads.push(joinStapA(together))
      together = []
      togetherBytes = 1
    }
    for (const unit of units) {
      const type = nalTypeOf(unit)
      // Receivers need neither, and RFC 6184 lets senders leave them out.
      if (type === nalType.delimiter || type === nalType.filler) continue
      if (unit.length > this.#maxPayloadBytes) {
        flush()
        payloads.push(...fragment(unit, this.#maxPayloadBytes))
        continue
      }
      if (togetherBytes + 2 + unit.length > this.#maxPayloadBytes) flush()
      together.push(unit)
      togetherBytes += 2 + unit.length
    }
    flush()
    return payloads
  }
}
