import type { FeedTap, TrackKind } from '../feed.ts'
import { buildSenderReport } from '../rtp/rtcp.ts'
import { timestampDistance } from '../rtp/wrapping.ts'
import type { MediaClock } from '../../protocol/signalling.ts'
import type { PublisherRtp } from '../../sfu/publisher-rtp.ts'
import type { Clock, ClockReading } from '../source.ts'
import { MediaClockLine } from './media-clock.ts'
import { PublishedTrack } from './published-track.ts'
import { RunStart, type HeldPacket } from './run-start.ts'
import { SourceClock, type TrackDelays } from './source-clock.ts'

export interface PublisherOptions {
  rtp: PublisherRtp
  clock: Clock
  /** Where RTP and RTCP go; must not throw. */
  send(packet: Buffer): void
  /** 16 bits; random unless a test fixes it. */
  firstSequence: number
}

/** mediasoup estimates capture times from the median of 7 reports: these give it seven in the first second. */
const denseReportMs = 150
const denseForMs = 2000
const reportMs = 1000
/** A track that has been quiet for longer gets no reports, so that nobody takes its line for living. */
const quietMs = 3000
/** RTP-Info that contradicts the arrivals by more than this is not believed. */
const maxCaptureErrorMs = 1000
const staleSoundMs = 200
const kinds: readonly TrackKind[] = ['video', 'audio']

/** The steady publisher: takes the packets of one run of a source after another and gives one unbroken stream. */
export class Publisher {
  readonly #options: PublisherOptions
  readonly #tracks: Record<TrackKind, PublishedTrack>
  readonly #taps = new Set<FeedTap>()
  readonly #mediaClock: MediaClockLine
  #sourceClock = new SourceClock({})
  #delays: TrackDelays = {}
  /** Readings that came before their track's first packet, or that only RTP-Info gave. */
  readonly #early = new Map<TrackKind, ClockReading>()
  #start: RunStart | null = null
  readonly #playedFrom = new Map<TrackKind, ClockReading>()
  #timer: NodeJS.Timeout | null = null
  #denseUntilMs = 0
  #inRun = false

  constructor(options: PublisherOptions) {
    this.#options = options
    const { video, audio } = options.rtp
    this.#mediaClock = new MediaClockLine(options.rtp)
    this.#tracks = {
      video: new PublishedTrack({ kind: 'video', ...video }, options.firstSequence),
      audio: new PublishedTrack({ kind: 'audio', ...audio }, options.firstSequence),
    }
  }

  /** A new run begins. `sameDevice`: what was learnt about the delays of its tracks holds. */
  beginRun(sameDevice: boolean): void {
    this.endRun()
    this.#inRun = true
    if (!sameDevice) this.#delays = {}
    this.#sourceClock = new SourceClock(this.#delays)
    this.#start = new RunStart()
    this.#early.clear()
    this.#playedFrom.clear()
    this.reportDensely()
  }

  /** The run is over; reports stop until the next. Idempotent. */
  endRun(): void {
    if (!this.#inRun) return
    this.#inRun = false
    const nowMs = this.#options.clock.nowMs()
    for (const kind of kinds) this.#tracks[kind].endRun(this.#sourceClock, nowMs)
    this.#delays = { ...this.#delays, ...this.#sourceClock.delays() }
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  onRtp(kind: TrackKind, packet: Buffer, arrivalMs: number): void {
    const start = this.#start
    if (!start) {
      this.#publish(kind, packet, arrivalMs)
      return
    }
    const held = start.push({ kind, packet, arrivalMs })
    if (!held) return
    this.#start = null
    for (const one of this.#leastLateFirst(held, start)) {
      const calmMs = start.arrivalOf(one.kind, one.packet.readUInt32BE(4)) ?? one.arrivalMs
      // Sound that queued is past; played late it would keep every viewer's buffer large.
      if (one.kind === 'audio' && one.arrivalMs - calmMs > staleSoundMs) continue
      this.#publish(one.kind, one.packet, Math.min(one.arrivalMs, calmMs))
    }
  }

  /** The first line with UTC is by arrival, and the other track's follows from it: the track that comes least late begins. */
  #leastLateFirst(held: readonly HeldPacket[], start: RunStart): readonly HeldPacket[] {
    const latenessMs = ({ kind, packet }: HeldPacket): number => {
      const timestamp = packet.readUInt32BE(4)
      const played = this.#playedFrom.get(kind)
      const arrivalMs = start.arrivalOf(kind, timestamp)
      if (!played || arrivalMs === null) return Number.NaN
      const sinceMs =
        (timestampDistance(played.rtpTimestamp, timestamp) * 1000) / this.#options.rtp[kind].clockRateHz
      return arrivalMs - played.sourceMs - sinceMs
    }
    const [first] = held
    const other = held.find(({ kind }) => kind !== first?.kind)
    if (!first || !other || !(latenessMs(other) < latenessMs(first))) return held
    return [other, ...held.filter((one) => one !== other)]
  }

  #publish(kind: TrackKind, packet: Buffer, arrivalMs: number): void {
    const track = this.#tracks[kind]
    const clock = this.#sourceClock
    const rewritten = track.rewrite(packet, arrivalMs, clock, (ticks) =>
      this.#captureOf(kind, ticks, arrivalMs),
    )
    if (!rewritten) return
    if (rewritten.begun) {
      const early = this.#early.get(kind)
      this.#early.delete(kind)
      if (early) this.onClock(kind, early)
      this.#tellTaps(kind, this.#options.clock.nowMs())
      this.reportDensely()
    }
    clock.arrived(kind, rewritten.sourceTicks, arrivalMs)
    this.#options.send(rewritten.packet)
    for (const tap of this.#taps) tap.rtp(kind, rewritten.packet)
  }

  /** The track goes on with another time line; its next reading and packet belong to that. */
  onTrackRestart(kind: TrackKind): void {
    this.#tracks[kind].endRun(this.#sourceClock, this.#options.clock.nowMs())
    this.#early.delete(kind)
    this.#playedFrom.clear()
  }

  onClock(kind: TrackKind, reading: ClockReading): void {
    if (reading.basis === 'play_response') {
      this.#playedFrom.set(kind, reading)
      return
    }
    const ticks = this.#tracks[kind].unwrap(reading.rtpTimestamp)
    if (ticks === null) {
      this.#early.set(kind, reading)
      return
    }
    const moved = this.#sourceClock.read(kind, ticks, reading.sourceMs)
    if (!moved) return
    for (const [movedKind, movedMs] of moved) this.#tracks[movedKind].onMoved(movedMs)
    this.reportDensely()
  }

  tap(tap: FeedTap): () => void {
    this.#taps.add(tap)
    const nowMs = this.#options.clock.nowMs()
    for (const kind of kinds) this.#tellTap(tap, kind, nowMs)
    return () => this.#taps.delete(tap)
  }

  /** Tells the listener at once what is known. */
  onMediaClock(listener: (clock: MediaClock) => void): () => void {
    if (this.#mediaClock.latest) listener(this.#mediaClock.latest)
    return this.#mediaClock.onChange(listener)
  }

  /** Several reports at once, for an SFU that is new or a line that has moved. */
  reportDensely(): void {
    this.#denseUntilMs = this.#options.clock.nowMs() + denseForMs
    if (!this.#inRun) return
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#report(), denseReportMs)
  }

  #report(): void {
    const { clock, rtp } = this.#options
    const nowMs = clock.nowMs()
    for (const kind of kinds) {
      const track = this.#tracks[kind]
      const rtpTimestamp = track.timestampAt(this.#sourceClock, nowMs)
      if (rtpTimestamp === null || nowMs - track.lastArrivalMs > quietMs) continue
      this.#options.send(
        buildSenderReport({
          ssrc: rtp[kind].ssrc,
          cname: rtp.cname,
          wallClockMs: nowMs,
          rtpTimestamp,
          ...track.counts,
        }),
      )
      this.#tellTaps(kind, nowMs)
    }
    this.#tellMediaClock(nowMs)
    this.#timer = setTimeout(() => this.#report(), nowMs < this.#denseUntilMs ? denseReportMs : reportMs)
  }

  #tellMediaClock(nowMs: number): void {
    const video = this.#tracks.video.timestampAt(this.#sourceClock, nowMs)
    const audio = this.#tracks.audio.timestampAt(this.#sourceClock, nowMs)
    if (video !== null && audio !== null) this.#mediaClock.update({ video, audio })
  }

  #tellTaps(kind: TrackKind, nowMs: number): void {
    for (const tap of this.#taps) this.#tellTap(tap, kind, nowMs)
  }

  #tellTap(tap: FeedTap, kind: TrackKind, nowMs: number): void {
    const rtpTimestamp = this.#tracks[kind].timestampAt(this.#sourceClock, nowMs)
    if (rtpTimestamp !== null) tap.clock(kind, rtpTimestamp, nowMs)
  }

  /** When a track's first packet was captured, where more is known than its arrival. */
  #captureOf(kind: TrackKind, ticks: number, arrivalMs: number): number | null {
    const early = this.#early.get(kind)
    const rateHz = this.#options.rtp[kind].clockRateHz
    const sinceMs = early ? (timestampDistance(early.rtpTimestamp, ticks) * 1000) / rateHz : 0
    const byReport = early ? this.#sourceClock.captureByReport(early.sourceMs + sinceMs, arrivalMs) : null
    const captureMs = byReport ?? this.#captureByPlay(kind, ticks)
    return captureMs !== null && Math.abs(captureMs - arrivalMs) < maxCaptureErrorMs ? captureMs : null
  }

  /**
   * RTP-Info says which timestamps of the two tracks belong together. It places the track that begins second, where
   * nothing better is known: the same device's delays as learnt before.
   */
  #captureByPlay(kind: TrackKind, ticks: number): number | null {
    const other: TrackKind = kind === 'video' ? 'audio' : 'video'
    const mine = this.#playedFrom.get(kind)
    const theirs = this.#playedFrom.get(other)
    if (!mine || !theirs || !this.#sourceClock.has(other) || this.#delays[kind] !== undefined) return null
    const theirTicks = this.#tracks[other].unwrap(theirs.rtpTimestamp)
    if (theirTicks === null) return null
    const rateHz = this.#options.rtp[kind].clockRateHz
    const sinceTicks = timestampDistance(mine.rtpTimestamp, ticks)
    return (
      this.#sourceClock.utcOf(other, theirTicks) +
      mine.sourceMs -
      theirs.sourceMs +
      (sinceTicks * 1000) / rateHz
    )
  }
}
