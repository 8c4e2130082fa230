import type { Logger } from 'pino'
import type { Feed, TrackKind } from '../feed.ts'
import { NalDepacketiser } from '../media/nal-depacketiser.ts'
import { parseRtpHeader } from '../rtp/rtp-header.ts'
import { sequenceDistance, timestampDistance } from '../rtp/wrapping.ts'
import { decodePicture } from './decode-picture.ts'
import { SoundLevels } from './sound-levels.ts'

export interface PreviewPicture {
  takenMs: number
  jpeg: Buffer
}

export interface FeedPreviewOptions {
  feed: Feed
  nowMs: () => number
  log: Logger
}

const maxWidthPx = 960
/** A process for each picture: not more of them than people look for. */
const pictureEveryMs = 900
const decodeTimeoutMs = 2000
const opusTicksPerMs = 48

/** What a feed gives, as still pictures and levels of sound, for as long as somebody looks. Holds nothing once stopped. */
export class FeedPreview {
  readonly #options: FeedPreviewOptions
  readonly #pictures = new NalDepacketiser('h264', [])
  readonly #untap: () => void
  readonly #lastSequence: Partial<Record<TrackKind, number>> = {}
  #levels: SoundLevels | null = null
  #sound: { timestamp: number; timeMs: number } | null = null
  #picture: PreviewPicture | null = null
  #decoding: Promise<void> | null = null
  #decodedAtMs = Number.NEGATIVE_INFINITY
  #stopped = false

  constructor(options: FeedPreviewOptions) {
    this.#options = options
    this.#untap = options.feed.tap({
      rtp: (kind, packet) => this.#take(kind, packet),
      clock: () => undefined,
    })
  }

  get picture(): PreviewPicture | null {
    return this.#picture
  }

  /** Null: nothing is measured yet. */
  get peaksDb(): readonly number[] | null {
    const peaks = this.#levels?.peaksDb ?? []
    return peaks.length === 0 ? null : peaks
  }

  /** From the call on there is nothing to see; resolves when no process of it is left. Idempotent. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#untap()
    this.#picture = null
    const levels = this.#levels
    this.#levels = null
    await levels?.stop()
    await this.#decoding
  }

  #take(kind: TrackKind, packet: Buffer): void {
    const rtp = parseRtpHeader(packet)
    if (this.#stopped || !rtp || rtp.payloadStart === rtp.payloadEnd) return
    const last = this.#lastSequence[kind]
    this.#lastSequence[kind] = rtp.sequence
    const payload = packet.subarray(rtp.payloadStart, rtp.payloadEnd)
    if (kind === 'audio') {
      this.#hear(rtp.timestamp, payload)
      return
    }
    const gap = last !== undefined && sequenceDistance(last, rtp.sequence) !== 1
    for (const { key, data } of this.#pictures.push(payload, rtp.timestamp, rtp.marker, gap))
      if (key) this.#look(data)
  }

  #hear(timestamp: number, payload: Buffer): void {
    const before = this.#sound
    // What steps back or leaps belongs to another run of the source: it goes on right behind the last.
    const ticks = before === null ? 0 : timestampDistance(before.timestamp, timestamp)
    const stepMs = ticks > 0 && ticks < 48_000 * 10 ? ticks / opusTicksPerMs : 10
    const timeMs = before === null ? 0 : before.timeMs + stepMs
    this.#sound = { timestamp, timeMs }
    this.#levels ??= new SoundLevels(this.#options.log)
    this.#levels.push(timeMs, payload)
  }

  #look(picture: Buffer): void {
    const { nowMs, log } = this.#options
    const takenMs = Math.round(nowMs())
    if (this.#decoding !== null || takenMs - this.#decodedAtMs < pictureEveryMs) return
    this.#decodedAtMs = takenMs
    const decode = async (): Promise<void> => {
      const jpeg = await decodePicture({ picture, maxWidthPx, timeoutMs: decodeTimeoutMs, log })
      this.#decoding = null
      if (jpeg !== null && !this.#stopped) this.#picture = { takenMs, jpeg }
    }
    this.#decoding = decode()
  }
}
