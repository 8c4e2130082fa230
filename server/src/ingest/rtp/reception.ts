import type { ReceptionFields, SenderReport } from './rtcp.ts'
import type { RtpHeader } from './rtp-header.ts'
import { sequenceDistance, timestampDistance } from './wrapping.ts'

/** A new SSRC must show this many packets in order before it replaces the one that we follow (RFC 3550, A.1). */
const probation = 3

/**
 * Follows one sender (RFC 3550, 6.4, A.1, A.3, A.8): tells its packets from stray ones and keeps what a receiver
 * report says. Many cameras stop sending to a client from which no report comes.
 */
export class Reception {
  readonly #clockRateHz: number
  #ssrc: number | null = null
  #candidate: { ssrc: number; next: number; count: number } | null = null
  #highest = 0
  #base = 0
  #received = 0
  #expectedBefore = 0
  #receivedBefore = 0
  #jitter = 0
  #transit: number | null = null
  #lastReport: { compactNtp: number; atMs: number } | null = null

  constructor(clockRateHz: number) {
    this.#clockRateHz = clockRateHz
  }

  get ssrc(): number | null {
    return this.#ssrc
  }

  /** Whether the packet belongs to the sender that we follow. */
  accept(header: RtpHeader, arrivalMs: number): boolean {
    if (this.#ssrc === null) this.#follow(header)
    else if (header.ssrc !== this.#ssrc) {
      if (!this.#passedProbation(header)) return false
      this.#follow(header)
    }
    this.#count(header, arrivalMs)
    return true
  }

  senderReport(report: SenderReport, arrivalMs: number): void {
    if (report.ssrc === this.#ssrc) this.#lastReport = { compactNtp: report.compactNtp, atMs: arrivalMs }
  }

  /** The report since the one before, or null while nothing was received. */
  report(nowMs: number): Omit<ReceptionFields, 'ssrc' | 'cname'> | null {
    if (this.#ssrc === null) return null
    const expected = this.#highest - this.#base + 1
    const lostSince = expected - this.#expectedBefore - (this.#received - this.#receivedBefore)
    const expectedSince = expected - this.#expectedBefore
    this.#expectedBefore = expected
    this.#receivedBefore = this.#received
    const last = this.#lastReport
    return {
      sourceSsrc: this.#ssrc,
      fractionLost:
        expectedSince > 0 && lostSince > 0 ? Math.min(255, Math.floor((lostSince * 256) / expectedSince)) : 0,
      totalLost: expected - this.#received,
      highestSequence: this.#highest % 2 ** 32,
      jitter: Math.min(2 ** 32 - 1, Math.round(this.#jitter)),
      lastSenderReport: last?.compactNtp ?? 0,
      delaySinceLastSenderReport: last ? Math.min(2 ** 32 - 1, Math.round((nowMs - last.atMs) * 65.536)) : 0,
    }
  }

  #passedProbation(header: RtpHeader): boolean {
    const candidate = this.#candidate
    if (candidate?.ssrc !== header.ssrc || candidate.next !== header.sequence) {
      this.#candidate = { ssrc: header.ssrc, next: (header.sequence + 1) & 0xffff, count: 1 }
      return false
    }
    candidate.next = (header.sequence + 1) & 0xffff
    return ++candidate.count >= probation
  }

  #follow(header: RtpHeader): void {
    this.#ssrc = header.ssrc
    this.#candidate = null
    this.#base = header.sequence
    this.#highest = header.sequence
    this.#received = 0
    this.#expectedBefore = 0
    this.#receivedBefore = 0
    this.#transit = null
    this.#jitter = 0
    this.#lastReport = null
  }

  #count(header: RtpHeader, arrivalMs: number): void {
    const ahead = sequenceDistance(this.#highest & 0xffff, header.sequence)
    if (Math.abs(ahead) > 3000) {
      const jitter = this.#jitter
      this.#follow(header)
      this.#jitter = jitter
    } else if (ahead > 0) this.#highest += ahead
    this.#received++
    const arrival = Math.round((arrivalMs % 1e9) * (this.#clockRateHz / 1000)) | 0
    const transit = timestampDistance(header.timestamp, arrival)
    if (this.#transit !== null) {
      const difference = Math.abs(timestampDistance(this.#transit, transit))
      if (difference < this.#clockRateHz * 10) this.#jitter += (difference - this.#jitter) / 16
    }
    this.#transit = transit
  }
}
