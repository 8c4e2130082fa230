import type { Logger } from 'pino'
import type { FeedFault } from '../protocol/feed.ts'
import type { TrackKind } from './feed.ts'
import { parseSequenceParameters } from './h264/sps.ts'
import { annexBUnits } from './media/annex-b.ts'
import { NalDepacketiser } from './media/nal-depacketiser.ts'
import { parseRtpHeader } from './rtp/rtp-header.ts'
import { sequenceDistance } from './rtp/wrapping.ts'
import { createSource } from './source-registry.ts'
import type { Clock, SourceFactories, SourceSettings, SourceTracks, Transcoders } from './source.ts'

export interface TrySourceOptions {
  settings: SourceSettings
  sources: SourceFactories
  transcode: Transcoders
  clock: Clock
  log: Logger
  /** After this the source is judged by what it has given. */
  withinMs: number
  signal: AbortSignal
}

export interface SourceTrial {
  tracks: SourceTracks | null
  /** Why it gave nothing, or what is missing in what it gave. */
  fault: FeedFault | null
  firstPictureMs: number | null
  /** The first key frame with its parameter sets (ITU-T H.264, Annex B). */
  keyFrame: Buffer | null
  size: { widthPx: number; heightPx: number } | null
  fps: number | null
  heard: boolean
  /** Resolves when nothing of the trial is left; the answer need not wait for it. */
  ended: Promise<void>
}

/** From the first picture on, so that frames can be counted and sound may come. */
const listenMs = 800
const videoRateHz = 90_000
const spsType = 7

/** Begins a source as a courtroom would, looks at what comes, and ends it. Never rejects. */
export async function trySource(options: TrySourceOptions): Promise<SourceTrial> {
  const { settings, sources, transcode, clock, log, withinMs, signal } = options
  const trial = new Trial(clock)
  const source = createSource(settings, sources, {
    sink: {
      onTracks: (tracks) => trial.announced(tracks),
      onRtp: (kind, packet) => trial.packet(kind, packet),
      onClock: () => undefined,
      onEnd: (fault, detail) => {
        log.info({ fault, detail }, 'a source that was tried ended')
        trial.over(fault)
      },
    },
    clock,
    log,
    transcode,
  })
  const enough = setTimeout(() => trial.over(null), withinMs)
  const aborted = (): void => trial.over(null)
  signal.addEventListener('abort', aborted, { once: true })
  try {
    source.start()
    await trial.done
  } finally {
    clearTimeout(enough)
    signal.removeEventListener('abort', aborted)
  }
  const ended = source
    .stop()
    .catch((error: unknown) => log.error({ err: error }, 'a source that was tried did not stop'))
  return { ...trial.outcome(), ended }
}

class Trial {
  readonly done: Promise<void>
  readonly #clock: Clock
  readonly #beganMs: number
  readonly #depacketiser = new NalDepacketiser('h264', [])
  #resolve: () => void = () => undefined
  #listening: NodeJS.Timeout | null = null
  #tracks: SourceTracks | null = null
  #fault: FeedFault | null = null
  #keyFrame: Buffer | null = null
  #firstPictureMs: number | null = null
  #lastSequence: number | null = null
  readonly #timestamps: number[] = []
  #heard = false

  constructor(clock: Clock) {
    this.#clock = clock
    this.#beganMs = clock.nowMs()
    this.done = new Promise((resolve) => (this.#resolve = resolve))
  }

  announced(tracks: SourceTracks): void {
    this.#tracks = tracks
  }

  packet(kind: TrackKind, packet: Buffer): void {
    const rtp = parseRtpHeader(packet)
    if (!rtp || rtp.payloadStart === rtp.payloadEnd) return
    if (kind === 'audio') {
      this.#heard = true
      // A source without picture is heard, and judged by that alone.
      if (this.#tracks !== null && this.#tracks.video === null) this.#listen()
      return
    }
    const gap = this.#lastSequence !== null && sequenceDistance(this.#lastSequence, rtp.sequence) !== 1
    this.#lastSequence = rtp.sequence
    const payload = packet.subarray(rtp.payloadStart, rtp.payloadEnd)
    for (const picture of this.#depacketiser.push(payload, rtp.timestamp, rtp.marker, gap)) {
      if (picture.key && this.#keyFrame === null) {
        this.#keyFrame = picture.data
        this.#firstPictureMs = Math.round(this.#clock.nowMs() - this.#beganMs)
        this.#listen()
      }
      if (this.#keyFrame !== null) this.#timestamps.push(picture.timestamp)
    }
  }

  over(fault: FeedFault | null): void {
    this.#fault ??= fault
    if (this.#listening) clearTimeout(this.#listening)
    this.#resolve()
  }

  outcome(): Omit<SourceTrial, 'ended'> {
    const unit = annexBUnits(this.#keyFrame ?? Buffer.alloc(0)).find(
      (one) => ((one[0] ?? 0) & 0x1f) === spsType,
    )
    const parameters = unit === undefined ? null : parseSequenceParameters(unit)
    return {
      tracks: this.#tracks,
      fault: this.#judged(),
      firstPictureMs: this.#firstPictureMs,
      keyFrame: this.#keyFrame,
      size: parameters && { widthPx: parameters.widthPx, heightPx: parameters.heightPx },
      fps: this.#framesASecond(),
      heard: this.#heard,
    }
  }

  #listen(): void {
    this.#listening ??= setTimeout(() => this.over(null), listenMs)
  }

  #judged(): FeedFault | null {
    if (this.#keyFrame === null && !this.#heard)
      return this.#fault ?? (this.#tracks === null ? 'unreachable' : 'silent')
    if (this.#keyFrame === null) return 'no_video'
    return this.#heard ? null : 'no_audio'
  }

  #framesASecond(): number | null {
    const [first] = this.#timestamps
    const last = this.#timestamps.at(-1)
    if (first === undefined || last === undefined || this.#timestamps.length < 3) return null
    const seconds = ((last - first) >>> 0) / videoRateHz
    return seconds > 0 ? Math.round(((this.#timestamps.length - 1) / seconds) * 10) / 10 : null
  }
}
