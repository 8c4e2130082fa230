import type { Logger } from 'pino'
import { words } from '../media/carried-options.ts'
import { FfmpegChild } from '../media/ffmpeg-child.ts'
import { MatroskaInput } from '../media/matroska-input.ts'

/** What one level stands for, ms. */
export const stepMs = 100
const keptSteps = 12
const fullScale = 32_768
const floorDb = -90

/** Opus as the relay publishes it (RFC 7587), decoded by ffmpeg, and how loud it was in the last moments. */
export class SoundLevels {
  readonly #input = new MatroskaInput({
    kind: 'audio',
    codecId: 'A_OPUS',
    // OpusHead (RFC 7845, 5.1): two channels, 48 kHz, no pre-skip.
    codecPrivate: Buffer.from('4f707573486561640102000080bb0000000000', 'hex'),
    sampleRateHz: 48_000,
    channels: 2,
    bitDepth: null,
  })
  readonly #child: FfmpegChild
  readonly #peaksDb: number[] = []
  #step = -1
  #peak = 0

  constructor(log: Logger) {
    this.#child = new FfmpegChild({
      run: {
        inputs: [
          {
            stream: this.#input.stream,
            options: words('-probesize 32 -analyzeduration 0 -threads 1 -f matroska'),
          },
        ],
        outputOptions: words('-copyts -vn -c:a pcm_s16le'),
        log,
      },
      handlers: { onFrame: ({ ptsSeconds, data }) => this.#heard(ptsSeconds * 1000, data) },
      onEnd: (detail) => log.warn({ detail }, 'the levels of sound are not measured any more'),
    })
  }

  /** The oldest first, in dB below full scale; empty: nothing was heard yet. */
  get peaksDb(): readonly number[] {
    return this.#peaksDb
  }

  /** One packet's payload. `timeMs` is not negative. */
  push(timeMs: number, payload: Buffer): void {
    if (!this.#input.full) this.#input.frame(timeMs, true, payload)
  }

  async stop(): Promise<void> {
    await this.#child.stop()
    this.#input.end()
  }

  #heard(timeMs: number, samples: Buffer): void {
    const step = Math.floor(timeMs / stepMs)
    if (step !== this.#step && this.#step >= 0) {
      this.#peaksDb.push(decibels(this.#peak))
      if (this.#peaksDb.length > keptSteps) this.#peaksDb.shift()
      this.#peak = 0
    }
    this.#step = step
    for (let at = 0; at + 1 < samples.length; at += 2)
      this.#peak = Math.max(this.#peak, Math.abs(samples.readInt16LE(at)))
  }
}

const decibels = (peak: number): number =>
  peak === 0 ? floorDb : Math.max(floorDb, Math.round(200 * Math.log10(peak / fullScale)) / 10)
