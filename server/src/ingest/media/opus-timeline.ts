import { rtpHeaderBytes, writeRtpHeader } from '../rtp/rtp-header.ts'
import { wrap16, wrap32 } from '../rtp/wrapping.ts'

const payloadType = 97
const clockRateHz = 48_000

/**
 * Opus packets of one duration to RTP (RFC 7587). Timestamps lie on the grid of that duration, since a browser takes each step
 * off it for a loss and fills it; the line between timestamps and time is fixed by the first packet and stays exact.
 */
export class OpusTimeline {
  readonly #ssrc: number
  readonly #frameSamples: number
  #sequence: number
  /** The sample time of the first packet, which has the timestamp 0. */
  #origin: number | null = null

  constructor(options: { ssrc: number; firstSequence: number; frameMs: 10 | 20 }) {
    this.#ssrc = options.ssrc
    this.#sequence = wrap16(options.firstSequence)
    this.#frameSamples = (options.frameMs * clockRateHz) / 1000
  }

  /** `timeMs`: when the first sample of the packet is to be heard, on whatever clock the caller has. */
  packet(data: Buffer, timeMs: number): Buffer {
    const samples = timeMs * (clockRateHz / 1000)
    this.#origin ??= samples
    const step = Math.round((samples - this.#origin) / this.#frameSamples)
    const packet = Buffer.allocUnsafe(rtpHeaderBytes + data.length)
    writeRtpHeader(packet, {
      payloadType,
      marker: false,
      sequence: this.#sequence,
      timestamp: wrap32(step * this.#frameSamples),
      ssrc: this.#ssrc,
    })
    this.#sequence = wrap16(this.#sequence + 1)
    data.copy(packet, rtpHeaderBytes)
    return packet
  }

  /** The timestamp that stands for a time (of the clock of `packet`), and the time that this whole number stands for exactly. */
  at(timeMs: number): { rtpTimestamp: number; timeMs: number } | null {
    if (this.#origin === null) return null
    const ticks = Math.round(timeMs * (clockRateHz / 1000) - this.#origin)
    return { rtpTimestamp: wrap32(ticks), timeMs: (ticks + this.#origin) / (clockRateHz / 1000) }
  }
}
