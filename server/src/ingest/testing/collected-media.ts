import { Writable } from 'node:stream'
import { startFfmpeg } from '@press-gallery/recorder/ffmpeg'
import { pino } from 'pino'
import { readClockStrip } from '../media/clock-strip.ts'
import type { FeedFault } from '../../protocol/feed.ts'
import type { TrackKind } from '../feed.ts'
import { words } from '../media/carried-options.ts'
import { MatroskaInput, videoTrack, type MatroskaTrack } from '../media/matroska-input.ts'
import { NalDepacketiser } from '../media/nal-depacketiser.ts'
import type { VideoFrame } from '../media/video-frame.ts'
import { parseRtpHeader } from '../rtp/rtp-header.ts'
import { timestampDistance } from '../rtp/wrapping.ts'
import {
  maxCarriedPacketBytes,
  type Clock,
  type ClockReading,
  type SourceSink,
  type SourceTracks,
} from '../source.ts'

export interface SeenPicture {
  /** On the source's clock, ms. */
  timeMs: number
  /** What the strip says; null where it can't be read. */
  stripMs: number | null
}

export interface HeardSound {
  /** Root of the mean square of the samples, 0 to 32767. */
  level: number
  /** When a sound begins after silence, on the source's clock, ms. */
  onsetsMs: number[]
}

const opus: MatroskaTrack = {
  kind: 'audio',
  codecId: 'A_OPUS',
  codecPrivate: Buffer.from('4f707573486561640102000080bb0000000000', 'hex'),
  sampleRateHz: 48_000,
  channels: 2,
  bitDepth: null,
}
const stripWidthPx = 960
const stripHeightPx = 20
const loud = 1500
const silenceBeforeOnsetMs = 250

/** A sink that keeps all it gets, checks its form, and lets ffmpeg look at it and listen to it. */
export class CollectedMedia implements SourceSink {
  readonly tracks: SourceTracks[] = []
  readonly ends: { fault: FeedFault; detail: string }[] = []
  readonly pictures: VideoFrame[] = []
  readonly sounds: { timestamp: number; data: Buffer }[] = []
  /** Sequence gaps, packets that are too large, calls after the end. Must stay empty. */
  readonly faults: string[] = []
  /** How long each packet took from its input's arrival, ms. */
  readonly delaysMs: Record<TrackKind, number[]> = { video: [], audio: [] }
  readonly #clock: Clock
  readonly #depacketiser = new NalDepacketiser('h264', [])
  readonly #readings: Record<TrackKind, ClockReading[]> = { video: [], audio: [] }
  readonly #lastSequence: Record<TrackKind, number | null> = { video: null, audio: null }

  constructor(clock: Clock) {
    this.#clock = clock
  }

  onTracks(tracks: SourceTracks): void {
    this.tracks.push(tracks)
  }

  onEnd(fault: FeedFault, detail: string): void {
    this.ends.push({ fault, detail })
  }

  onClock(kind: TrackKind, reading: ClockReading): void {
    this.#readings[kind].push(reading)
  }

  onRtp(kind: TrackKind, packet: Buffer, arrivalMs: number): void {
    const header = parseRtpHeader(packet)
    if (!header) {
      this.faults.push('no RTP')
      return
    }
    if (packet.length > maxCarriedPacketBytes) this.faults.push(`${kind} packet of ${packet.length} bytes`)
    const last = this.#lastSequence[kind]
    if (last !== null && header.sequence !== ((last + 1) & 0xffff)) this.faults.push(`${kind} sequence gap`)
    this.#lastSequence[kind] = header.sequence
    this.delaysMs[kind].push(this.#clock.nowMs() - arrivalMs)
    const payload = Buffer.from(packet.subarray(header.payloadStart, header.payloadEnd))
    if (kind === 'audio') this.sounds.push({ timestamp: header.timestamp, data: payload })
    else this.pictures.push(...this.#depacketiser.push(payload, header.timestamp, header.marker, false))
  }

  /** Reports of a camera have come for each track that it has; before that there is only RTP-Info. */
  hasSenderReports(kinds: readonly TrackKind[]): boolean {
    return kinds.every((kind) => this.#readings[kind].some(({ basis }) => basis === 'sender_report'))
  }

  /** Decodes all pictures. */
  async look(): Promise<SeenPicture[]> {
    const input = new MatroskaInput(videoTrack('V_MPEG4/ISO/AVC'))
    for (const [i, { key, data }] of this.pictures.entries()) input.frame(1000 + i * 40, key, data)
    input.end()
    const strip = await decode(input, [
      ...words(`-vf crop=iw:floor(ih/20):0:0,scale=${stripWidthPx}:${stripHeightPx},format=gray`),
      ...words('-fps_mode passthrough -f rawvideo'),
    ])
    const bytes = stripWidthPx * stripHeightPx
    return Array.from({ length: Math.floor(strip.length / bytes) }, (_, i) => ({
      timeMs: this.#timeOf('video', this.pictures[i]?.timestamp ?? 0, 90),
      stripMs: readClockStrip(
        stripWidthPx,
        stripHeightPx * 20,
        (x) => strip[i * bytes + (stripHeightPx / 2) * stripWidthPx + x] ?? 0,
      ),
    }))
  }

  /** Decodes all sound. */
  async listen(): Promise<HeardSound> {
    const input = new MatroskaInput(opus)
    const first = this.sounds[0]?.timestamp ?? 0
    for (const { timestamp, data } of this.sounds)
      input.frame(1000 + timestampDistance(first, timestamp) / 48, true, data)
    input.end()
    const samples = await decode(input, words('-f s16le -ac 1 -ar 48000'))
    const beganMs = this.#timeOf('audio', first, 48)
    const onsetsMs: number[] = []
    let squares = 0
    let quietMs = 0
    for (let i = 0; i + 1 < samples.length; i += 2) {
      const sample = samples.readInt16LE(i)
      squares += sample * sample
      if (Math.abs(sample) < loud) quietMs += 1 / 48
      else {
        if (quietMs > silenceBeforeOnsetMs) onsetsMs.push(beganMs + i / 2 / 48)
        quietMs = 0
      }
    }
    return { level: Math.sqrt(squares / Math.max(1, samples.length / 2)), onsetsMs }
  }

  #timeOf(kind: TrackKind, timestamp: number, ticksPerMs: number): number {
    const readings = this.#readings[kind]
    const reading = readings.findLast(({ basis }) => basis === 'sender_report') ?? readings[0]
    if (!reading) throw new Error(`no clock reading for ${kind}`)
    return reading.sourceMs + timestampDistance(reading.rtpTimestamp, timestamp) / ticksPerMs
  }
}

async function decode(input: MatroskaInput, outputOptions: string[]): Promise<Buffer> {
  const chunks: Buffer[] = []
  const to = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk)
      done()
    },
  })
  const run = await startFfmpeg({
    inputs: [{ stream: input.stream, options: words('-f matroska') }],
    output: { to, options: outputOptions },
    log: pino({ level: 'silent' }),
  })
  const exit = await run.exited
  if (exit.code !== 0) throw new Error(exit.stderrTail)
  return Buffer.concat(chunks)
}
