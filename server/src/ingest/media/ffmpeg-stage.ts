import type { Logger } from 'pino'
import type { FeedFault } from '../../protocol/feed.ts'
import { parseRtpHeader } from '../rtp/rtp-header.ts'
import { sequenceDistance } from '../rtp/wrapping.ts'
import type { Clock, ClockReading, TranscodeSink, TranscodeStage } from '../source.ts'
import { Arrivals } from './arrivals.ts'
import { words } from './carried-options.ts'
import { FfmpegChild } from './ffmpeg-child.ts'
import { MatroskaInput, type MatroskaTrack } from './matroska-input.ts'
import { TimestampLine } from './timestamp-line.ts'

export interface FfmpegStageOptions {
  /** What ffmpeg reads. */
  track: MatroskaTrack
  /** Of the RTP that comes in. */
  clockRateHz: number
  /** What ffmpeg makes of it. */
  outputOptions: readonly string[]
  /** A frame of ffmpeg's, as RTP, with the latest time of the input that it can hold, ms. */
  carry(data: Buffer, ptsSeconds: number): { packets: Buffer[]; holdsUntilMs: number }
  /** The timestamp of what comes out that stands for a time of the input, and the time that it stands for exactly; null if unknown. */
  timestampAt(timeMs: number): { rtpTimestamp: number; timeMs: number } | null
  sink: TranscodeSink
  clock: Clock
  log: Logger
}

/** What a packet of the input holds, and whether one before it is missing. */
export interface TakenPayload {
  payload: Buffer
  timestamp: number
  marker: boolean
  gap: boolean
}

/** A stage that does nothing but end, since its input can't be read. */
export function unreadable(sink: TranscodeSink, detail: string): TranscodeStage {
  queueMicrotask(() => sink.onEnd('unsupported_codec', detail))
  return { push: () => undefined, clock: () => undefined, stop: () => Promise.resolve() }
}

/**
 * What all stages have in common: an ffmpeg that gets and gives each frame with its time, and the camera's clock carried over from
 * what goes in to what comes out.
 */
export class FfmpegStage {
  readonly #options: FfmpegStageOptions
  readonly #input: MatroskaInput
  readonly #line: TimestampLine
  readonly #arrivals = new Arrivals()
  readonly #child: FfmpegChild
  #reading: ClockReading | null = null
  #begun = false
  #over = false
  #lastSequence: number | null = null

  constructor(options: FfmpegStageOptions) {
    this.#options = options
    this.#input = new MatroskaInput(options.track)
    this.#line = new TimestampLine(options.clockRateHz)
    this.#child = new FfmpegChild({
      run: {
        // No probing, since the header says all; not with `-fflags nobuffer`, which throws the first frame away.
        inputs: [
          {
            stream: this.#input.stream,
            options: words('-probesize 32 -analyzeduration 0 -threads 1 -f matroska'),
          },
        ],
        outputOptions: ['-copyts', ...options.outputOptions],
        log: options.log,
      },
      handlers: { onFrame: ({ ptsSeconds, data }) => this.#send(data, ptsSeconds) },
      onEnd: (detail) => this.#end('ffmpeg_ended', detail),
    })
  }

  /** Something has come out. */
  get begun(): boolean {
    return this.#begun
  }

  /** ffmpeg reads slower than frames come. */
  get full(): boolean {
    return this.#input.full
  }

  /** null for what is no media, and once the stage has ended. */
  take(packet: Buffer): TakenPayload | null {
    const rtp = parseRtpHeader(packet)
    if (this.#over || !rtp || rtp.payloadStart === rtp.payloadEnd) return null
    const gap = this.#lastSequence !== null && sequenceDistance(this.#lastSequence, rtp.sequence) !== 1
    this.#lastSequence = rtp.sequence
    const payload = packet.subarray(rtp.payloadStart, rtp.payloadEnd)
    return { payload, timestamp: rtp.timestamp, marker: rtp.marker, gap }
  }

  /** Each timestamp of the input, in order; null for one to leave out. Timestamps that leapt end the stage. */
  timeMsOf(timestamp: number): number | null {
    const timeMs = this.#line.follow(timestamp)
    if (timeMs === 'leapt') this.#end('not_understood', 'the timestamps leapt')
    return typeof timeMs === 'number' ? timeMs : null
  }

  /** `timeMs` is not negative. */
  feed(frame: { timeMs: number; key: boolean; data: Buffer }, arrivalMs: number): void {
    this.#arrivals.note(frame.timeMs, arrivalMs)
    this.#input.frame(frame.timeMs, frame.key, frame.data)
  }

  clock(reading: ClockReading): void {
    this.#reading = reading
    if (this.#begun) this.#tellClock()
  }

  async stop(): Promise<void> {
    this.#over = true
    await this.#child.stop()
    this.#input.end()
  }

  #send(data: Buffer, ptsSeconds: number): void {
    const { sink, clock } = this.#options
    const { packets, holdsUntilMs } = this.#options.carry(data, ptsSeconds)
    if (packets.length === 0) return
    if (!this.#begun) this.#tellClock()
    this.#begun = true
    const arrivalMs = this.#arrivals.of(holdsUntilMs) ?? clock.nowMs()
    for (const packet of packets) sink.onRtp(packet, arrivalMs)
  }

  #tellClock(): void {
    const reading = this.#reading
    const timeMs = reading && this.#line.timeMsOf(reading.rtpTimestamp)
    const at = timeMs === null ? null : this.#options.timestampAt(timeMs)
    if (!reading || timeMs === null || !at) return
    this.#options.sink.onClock({
      rtpTimestamp: at.rtpTimestamp,
      sourceMs: reading.sourceMs + at.timeMs - timeMs,
      basis: reading.basis,
    })
  }

  #end(fault: FeedFault, detail: string): void {
    if (this.#over) return
    this.#over = true
    this.#options.sink.onEnd(fault, detail)
  }
}
