import type { TrackKind } from '../feed.ts'
import { parseRtpHeader, rtpHeaderBytes, writeRtpHeader, type RtpHeader } from '../rtp/rtp-header.ts'
import { sequenceDistance, timestampDistance, wrap16, wrap32 } from '../rtp/wrapping.ts'
import type { SourceClock } from './source-clock.ts'

export interface PublishedTrackOptions {
  kind: TrackKind
  ssrc: number
  payloadType: number
  clockRateHz: number
}

/** A source's timestamps may leap; a leap this far from what the arrivals say begins a new line. */
const leapMs = 3000
/** A longer gap in the sequence numbers is closed: nobody can fill it, and the SFU would ask for each packet. */
const maxGap = 200
/** Less than this is no matter for lip sync; more is put right in the timestamps of picture (of sound: see below). */
const stepWorthMs = 10
const longestLeftOutMs = 500

/**
 * One track of the steady publisher. Whatever runs come and go behind it, its SSRC is one, its sequence numbers go on
 * without a seam, its timestamps never go back, and they stay on one line with UTC but for what the source's crystal
 * drifts.
 */
export class PublishedTrack {
  readonly #options: PublishedTrackOptions
  #run: { ssrc: number; lastTicks: number; lastTimestamp: number; lastSequence: number } | null = null
  /** Added to a source's ticks, to give ours; whole. */
  #ticksShift = 0
  #sequenceShift = 0
  #lastSequence: number
  #lastTicks = 0
  #lastSourceTicks: number | null = null
  /** The timestamp of a packet that leapt; one alone is rubbish, two that agree are a new line. */
  #leaptTo: number | null = null
  /** Since when sound is left out for being older than what was sent. */
  #leftOutSinceMs: number | null = null
  /** Where the line was when the last run ended: our ticks at a UTC instant. */
  #line: { ticks: number; utcMs: number } | null = null
  #packetCount = 0
  #octetCount = 0
  #lastArrivalMs = 0

  constructor(options: PublishedTrackOptions, firstSequence: number) {
    this.#options = options
    this.#lastSequence = wrap16(firstSequence - 1)
  }

  get lastArrivalMs(): number {
    return this.#lastArrivalMs
  }

  get running(): boolean {
    return this.#run !== null
  }

  get counts(): { packetCount: number; octetCount: number } {
    return { packetCount: this.#packetCount, octetCount: this.#octetCount }
  }

  /** The run is over: our line with UTC is kept for the next. */
  endRun(clock: SourceClock, nowMs: number): void {
    if (!this.#run) return
    this.#line = { ticks: this.#ticksAt(clock, nowMs), utcMs: nowMs }
    this.#run = null
  }

  /**
   * Rewrites one packet in place and returns it, or null where it can't be sent (it is no RTP, or lies before what
   * has been sent). `begun` tells the caller that a line begins, so that a clock mapping should go out first.
   */
  rewrite(
    packet: Buffer,
    arrivalMs: number,
    clock: SourceClock,
    captureMsOf: (ticks: number) => number | null,
  ): { packet: Buffer; begun: boolean; sourceTicks: number } | null {
    const header = parseRtpHeader(packet)
    if (!header || header.payloadStart === header.payloadEnd) return null
    const followed = this.#follow(header, arrivalMs, clock, captureMsOf)
    const run = this.#run
    if (!run || followed === 'not') return null
    const ticks = this.#forward(run.lastTicks, arrivalMs)
    if (ticks === null) {
      // A packet that is left out leaves no gap.
      this.#sequenceShift--
      return null
    }
    const sequence = wrap16(header.sequence + this.#sequenceShift)
    const out = packet.subarray(header.payloadStart - rtpHeaderBytes, header.payloadEnd)
    const { ssrc, payloadType } = this.#options
    writeRtpHeader(out, { ssrc, payloadType, marker: header.marker, sequence, timestamp: wrap32(ticks) })
    this.#lastSequence = sequence
    this.#lastTicks = ticks
    this.#lastSourceTicks = run.lastTicks
    this.#lastArrivalMs = arrivalMs
    this.#packetCount++
    this.#octetCount += out.length - rtpHeaderBytes
    return { packet: out, begun: followed === 'begun', sourceTicks: run.lastTicks }
  }

  /** Unwraps a timestamp of the current run near its last packet; null while there is none. */
  unwrap(rtpTimestamp: number): number | null {
    return this.#run && this.#run.lastTicks + timestampDistance(this.#run.lastTimestamp, rtpTimestamp)
  }

  /**
   * The clock was set right by `movedMs`: timestamps now stand for later instants by so much. The line of our
   * timestamps with UTC stays; the timestamps of the packets to come move on it.
   */
  onMoved(movedMs: number): void {
    if (Math.abs(movedMs) >= stepWorthMs)
      this.#ticksShift += Math.round((movedMs * this.#options.clockRateHz) / 1000)
  }

  /** Our timestamp at a UTC instant, 32 bits; null while no run has begun. */
  timestampAt(clock: SourceClock, utcMs: number): number | null {
    return this.#run ? wrap32(Math.round(this.#ticksAt(clock, utcMs))) : null
  }

  #ticksAt(clock: SourceClock, utcMs: number): number {
    return clock.ticksAt(this.#options.kind, utcMs) + this.#ticksShift
  }

  /** Where our line is at an instant: on from where the last run left it, at first simply UTC in ticks. */
  #lineAt(utcMs: number): number {
    const { clockRateHz } = this.#options
    const line = this.#line ?? { ticks: 0, utcMs: 0 }
    return line.ticks + ((utcMs - line.utcMs) * clockRateHz) / 1000
  }

  #follow(
    header: RtpHeader,
    arrivalMs: number,
    clock: SourceClock,
    captureMsOf: (ticks: number) => number | null,
  ): 'begun' | 'on' | 'not' {
    const run = this.#run
    const { kind, clockRateHz } = this.#options
    if (run?.ssrc === header.ssrc) {
      const ticks = run.lastTicks + timestampDistance(run.lastTimestamp, header.timestamp)
      const offMs = arrivalMs - clock.utcOf(kind, ticks)
      if (Math.abs(offMs) < leapMs) {
        const gap = sequenceDistance(run.lastSequence, header.sequence)
        if (gap > maxGap || gap < -maxGap) this.#sequenceShift += 1 - gap
        run.lastTicks = ticks
        run.lastTimestamp = header.timestamp
        run.lastSequence = header.sequence
        this.#leaptTo = null
        return 'on'
      }
      const before = this.#leaptTo
      this.#leaptTo = header.timestamp
      const agree = before !== null && Math.abs(timestampDistance(before, header.timestamp)) < clockRateHz * 2
      if (!agree) {
        this.#sequenceShift--
        return 'not'
      }
    }
    this.endRun(clock, arrivalMs)
    const ticks = header.timestamp
    this.#run = {
      ssrc: header.ssrc,
      lastTicks: ticks,
      lastTimestamp: header.timestamp,
      lastSequence: header.sequence,
    }
    this.#leaptTo = null
    this.#lastSourceTicks = null
    clock.begin(kind, clockRateHz, ticks, arrivalMs, captureMsOf(ticks))
    this.#ticksShift = Math.round(this.#lineAt(clock.utcOf(kind, ticks))) - ticks
    this.#sequenceShift = sequenceDistance(header.sequence, wrap16(this.#lastSequence + 1))
    return 'begun'
  }

  /**
   * Our timestamp for a source's, or null to leave the packet out. Never backwards: a new run may begin with what is
   * older than the last one's end. Such sound is left out, since it has been heard; such picture is squeezed in, a
   * millisecond a frame, since what follows builds on it. Packets of one frame keep one timestamp.
   */
  #forward(sourceTicks: number, arrivalMs: number): number | null {
    if (sourceTicks === this.#lastSourceTicks) return this.#lastTicks
    const ticks = sourceTicks + this.#ticksShift
    if (ticks > this.#lastTicks) {
      this.#leftOutSinceMs = null
      return ticks
    }
    const { kind, clockRateHz } = this.#options
    if (kind === 'video') return this.#lastTicks + clockRateHz / 1000
    this.#leftOutSinceMs ??= arrivalMs
    if (arrivalMs - this.#leftOutSinceMs < longestLeftOutMs) return null
    // A line that lies so far back was placed wrongly: to be heard is worth more than its place.
    const forwardTicks = Math.round(this.#lastTicks + clockRateHz / 50)
    this.#ticksShift += forwardTicks - ticks
    return forwardTicks
  }
}
