import { rtpHeaderBytes, writeRtpHeader, type RtpHeader } from '../rtp/rtp-header.ts'
import { timestampDistance, wrap16 } from '../rtp/wrapping.ts'
import { fragment } from './fragment.ts'
import { joinStapA, nalType, nalTypeOf, packetType, unitsOfStapA } from './nal.ts'
import { ParameterSets } from './parameter-sets.ts'
import { parseSequenceParameters, whyNotForWebRtc, type SequenceParameters } from './sps.ts'

export interface H264ForwarderOptions {
  /** NAL units out of the SDP. */
  parameterSets: readonly Buffer[]
  maxPacketBytes: number
  /** A packet in carried form. */
  emit(packet: Buffer, arrivalMs: number): void
  /** Packets are held back for want of a key frame; for each of them. */
  onWaiting(): void
  /** The stream needs transcoding after all; once. */
  onUnfit(reason: string): void
}

/** A stream without IDR pictures (intra refresh) is let through after this. */
const keyFramePatienceMs = 4000
/** How many steps back in time make B-frames: one alone may be a camera's hiccup. */
const reorderedFrames = 2
const clockRateHz = 90_000

/**
 * Forwards a camera's H.264 (RFC 6184, packetization modes 0 and 1) as it came, changing only what WebRTC needs: it
 * begins with a key frame, puts the parameter sets before each key frame that lacks them, and cuts packets that are
 * too large. Packets must come in order; gaps are passed on.
 */
export class H264Forwarder {
  readonly #options: H264ForwarderOptions
  readonly #sets: ParameterSets
  /** What is added to the camera's sequence numbers: one for each packet that we put in. */
  #added = 0
  #waitingSinceMs: number | null = null
  #started = false
  #timestamp: number | null = null
  #latestTimestamp: number | null = null
  #backwards = 0
  #unfit = false
  #keyFrameTimestamp: number | null = null
  #keyFramesEveryMs: number | null = null
  /** What of the parameter sets has gone out in this access unit. */
  #sent = { sps: false, pps: false }

  constructor(options: H264ForwarderOptions) {
    this.#options = options
    this.#sets = new ParameterSets(options.parameterSets)
  }

  /** How far apart this camera's last two key frames were, ms; null before the second. */
  get keyFramesEveryMs(): number | null {
    return this.#keyFramesEveryMs
  }

  push(packet: Buffer, header: RtpHeader, arrivalMs: number): void {
    if (this.#unfit || header.payloadStart === header.payloadEnd) return
    const payload = packet.subarray(header.payloadStart, header.payloadEnd)
    if (header.timestamp !== this.#timestamp) this.#beginAccessUnit(header.timestamp)
    const seen = this.#look(payload, header.timestamp)
    if (this.#unfit) return
    if (!this.#started && !this.#mayStart(seen.keyFrame, arrivalMs)) {
      // What is not sent leaves no gap: the numbers begin with the first packet that is.
      this.#options.onWaiting()
      return
    }
    if (seen.keyFrame) this.#noteKeyFrame(header.timestamp)
    if (seen.keyFrame && !(this.#sent.sps && this.#sent.pps)) this.#insertSets(header, arrivalMs)
    this.#sent.sps ||= seen.sps
    this.#sent.pps ||= seen.pps
    this.#forward(packet, payload, header, arrivalMs)
  }

  #noteKeyFrame(timestamp: number): void {
    const before = this.#keyFrameTimestamp
    // One picture may come in several slices.
    if (before === timestamp) return
    if (before !== null) this.#keyFramesEveryMs = (timestampDistance(before, timestamp) * 1000) / clockRateHz
    this.#keyFrameTimestamp = timestamp
  }

  #beginAccessUnit(timestamp: number): void {
    this.#timestamp = timestamp
    this.#sent = { sps: false, pps: false }
    const latest = this.#latestTimestamp
    const step = latest === null ? 1 : timestampDistance(latest, timestamp)
    // A jump of seconds is a new time line, not a B-frame.
    if (step > 0 || step < -2 * clockRateHz) this.#latestTimestamp = timestamp
    else if (++this.#backwards >= reorderedFrames) this.#giveUp('B-frames')
  }

  /** Notes parameter sets, and says what a payload holds. */
  #look(payload: Buffer, timestamp: number): { keyFrame: boolean; sps: boolean; pps: boolean } {
    const type = nalTypeOf(payload)
    const seen = { keyFrame: false, sps: false, pps: false }
    if (type === packetType.fuA) {
      const fu = payload[1] ?? 0
      seen.keyFrame = (fu & 0x80) !== 0 && (fu & 0x1f) === nalType.idr
      return seen
    }
    for (const unit of type === packetType.stapA ? unitsOfStapA(payload) : [payload]) {
      const unitType = nalTypeOf(unit)
      // Sets that stand before the picture in the same packet need no second copy.
      if (unitType === nalType.idr) seen.keyFrame = seen.keyFrame || !(seen.sps && seen.pps)
      else if (unitType === nalType.sps) {
        const parameters = parseSequenceParameters(unit)
        if (!parameters) continue
        seen.sps = true
        if (this.#sets.collect(unit, timestamp)) this.#judge(parameters)
      } else if (unitType === nalType.pps) {
        seen.pps = true
        this.#sets.collect(unit, timestamp)
      }
    }
    return seen
  }

  #judge(parameters: SequenceParameters): void {
    const reason = whyNotForWebRtc(parameters)
    if (reason !== null) this.#giveUp(reason)
  }

  #giveUp(reason: string): void {
    if (this.#unfit) return
    this.#unfit = true
    this.#options.onUnfit(reason)
  }

  #mayStart(keyFrame: boolean, arrivalMs: number): boolean {
    this.#waitingSinceMs ??= arrivalMs
    this.#started = keyFrame || arrivalMs - this.#waitingSinceMs > keyFramePatienceMs
    return this.#started
  }

  #insertSets(header: RtpHeader, arrivalMs: number): void {
    const sets = this.#sets.all()
    if (sets.length === 0) return
    const joined = joinStapA(sets)
    const payloads = joined.length + rtpHeaderBytes <= this.#options.maxPacketBytes ? [joined] : sets
    for (const payload of payloads) {
      if (payload.length + rtpHeaderBytes > this.#options.maxPacketBytes) continue
      this.#emitNew(payload, header, false, arrivalMs)
      this.#added++
    }
  }

  #forward(packet: Buffer, payload: Buffer, header: RtpHeader, arrivalMs: number): void {
    const maxBytes = this.#options.maxPacketBytes - rtpHeaderBytes
    if (payload.length <= maxBytes) {
      // The new header goes over the end of the old one: nothing is copied.
      const out = packet.subarray(header.payloadStart - rtpHeaderBytes, header.payloadEnd)
      this.#write(out, header, header.marker)
      this.#options.emit(out, arrivalMs)
      return
    }
    const units = nalTypeOf(payload) === packetType.stapA ? unitsOfStapA(payload) : [payload]
    const pieces = units.flatMap((unit) => (unit.length <= maxBytes ? [unit] : fragment(unit, maxBytes)))
    for (const [i, piece] of pieces.entries()) {
      const last = i === pieces.length - 1
      this.#emitNew(piece, header, last && header.marker, arrivalMs)
      if (!last) this.#added++
    }
  }

  #emitNew(payload: Buffer, header: RtpHeader, marker: boolean, arrivalMs: number): void {
    const out = Buffer.allocUnsafe(rtpHeaderBytes + payload.length)
    payload.copy(out, rtpHeaderBytes)
    this.#write(out, header, marker)
    this.#options.emit(out, arrivalMs)
  }

  #write(out: Buffer, header: RtpHeader, marker: boolean): void {
    writeRtpHeader(out, { ...header, marker, sequence: wrap16(header.sequence + this.#added) })
  }
}
