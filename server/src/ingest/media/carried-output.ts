import { randomInt } from 'node:crypto'
import { maxCarriedPacketBytes, type Clock, type SourceSink } from '../source.ts'
import { wrap32 } from '../rtp/wrapping.ts'
import { H264Packetiser } from './h264-packetiser.ts'
import type { NutFrame } from './nut-reader.ts'
import { OpusTimeline } from './opus-timeline.ts'

const readingEachMs = 1000

/** Frames of an ffmpeg, dated by its timestamps, to a sink, as tracks of one clock. */
export class CarriedOutput {
  readonly #sink: Pick<SourceSink, 'onRtp' | 'onClock'>
  readonly #clock: Clock
  readonly #video = new H264Packetiser({ ...origin(), maxPacketBytes: maxCarriedPacketBytes })
  readonly #audio: OpusTimeline
  readonly #readAtMs = { video: Number.NEGATIVE_INFINITY, audio: Number.NEGATIVE_INFINITY }

  constructor(sink: Pick<SourceSink, 'onRtp' | 'onClock'>, clock: Clock, audioFrameMs: 10 | 20) {
    this.#sink = sink
    this.#clock = clock
    this.#audio = new OpusTimeline({ ...origin(), frameMs: audioFrameMs })
  }

  frame({ stream, ptsSeconds, data }: NutFrame): void {
    const timeMs = ptsSeconds * 1000
    const arrivalMs = this.#clock.nowMs()
    if (stream.kind === 'video') {
      const rtpTimestamp = wrap32(Math.round(ptsSeconds * 90_000))
      this.#read('video', { rtpTimestamp, timeMs: Math.round(ptsSeconds * 90_000) / 90 })
      for (const packet of this.#video.packetise(data, rtpTimestamp))
        this.#sink.onRtp('video', packet, arrivalMs)
    } else if (stream.kind === 'audio') {
      const packet = this.#audio.packet(data, timeMs)
      this.#read('audio', this.#audio.at(timeMs))
      this.#sink.onRtp('audio', packet, arrivalMs)
    }
  }

  #read(kind: 'video' | 'audio', at: { rtpTimestamp: number; timeMs: number } | null): void {
    if (!at || at.timeMs - this.#readAtMs[kind] < readingEachMs) return
    this.#readAtMs[kind] = at.timeMs
    this.#sink.onClock(kind, { rtpTimestamp: at.rtpTimestamp, sourceMs: at.timeMs, basis: 'sender_report' })
  }
}

/** Random, as RFC 3550 asks: a restarted source must not be taken for its predecessor. */
export function origin(): { ssrc: number; firstSequence: number } {
  return { ssrc: randomInt(1, 2 ** 32), firstSequence: randomInt(0, 2 ** 15) }
}
