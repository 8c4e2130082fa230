import { carriedVideoOptions, words } from './media/carried-options.ts'
import { CarriedOutput, origin } from './media/carried-output.ts'
import { encodeCourtroomSpeech, speechFrameMs } from './media/courtroom-speech.ts'
import { FfmpegChild } from './media/ffmpeg-child.ts'
import { OpusTimeline } from './media/opus-timeline.ts'
import { testPictureGraph } from './media/test-picture.ts'
import type { Source, SourceContext, SourceFactory, TestSettings } from './source.ts'

const picture = { widthPx: 1280, heightPx: 720, fps: 25 }
const readingEachPackets = 1000 / speechFrameMs

/** A courtroom without a courtroom: a picture with the time in it, and speech in Kazakh and Russian. */
export const testSource: SourceFactory<TestSettings> = (_settings, context) => new TestSource(context)

class TestSource implements Source {
  readonly #context: SourceContext
  readonly #abort = new AbortController()
  #child: FfmpegChild | null = null
  #beginning: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null
  #over = false

  constructor(context: SourceContext) {
    this.#context = context
  }

  start(): void {
    if (this.#over) return
    this.#beginning = this.#begin()
  }

  /** What is said is made ready first, so that sound and picture begin together. */
  async #begin(): Promise<void> {
    const { sink, clock, log } = this.#context
    const packets = await encodeCourtroomSpeech(log, this.#abort.signal).catch((error: unknown) => {
      if (!this.#over) log.warn({ err: error }, 'no speech for the test source')
      return null
    })
    if (this.#over) return
    const output = new CarriedOutput(sink, clock, speechFrameMs)
    const audio = packets && ({ sourceCodec: 'opus', mode: 'forwarded' } as const)
    let begun = false
    this.#child = new FfmpegChild({
      run: {
        // No probing: it would hold back the first second of frames, and then let them go in one burst.
        inputs: [
          {
            source: testPictureGraph(picture),
            options: words('-probesize 32 -analyzeduration 0 -fpsprobesize 0 -f lavfi'),
          },
        ],
        outputOptions: ['-copyts', ...carriedVideoOptions({ bitrateKbps: 2000, fps: picture.fps })],
        logLevel: 'error',
        log,
      },
      handlers: {
        onFrame: (frame) => {
          if (!begun) {
            begun = true
            sink.onTracks({ video: { sourceCodec: 'h264', mode: 'forwarded' }, audio })
            if (packets) this.#play(packets)
          }
          output.frame(frame)
        },
      },
      onEnd: (detail) => {
        this.#over = true
        sink.onEnd('ffmpeg_ended', detail)
      },
    })
  }

  async stop(): Promise<void> {
    this.#over = true
    this.#abort.abort()
    if (this.#timer) clearTimeout(this.#timer)
    await this.#beginning
    await this.#child?.stop()
  }

  /** Sends each packet when its last sample would have been heard, as a microphone's encoder would. */
  #play(packets: readonly Buffer[]): void {
    const { sink, clock } = this.#context
    const timeline = new OpusTimeline({ ...origin(), frameMs: speechFrameMs })
    const beganMs = clock.nowMs()
    let next = 0
    const playDue = (): void => {
      if (this.#over) return
      const nowMs = clock.nowMs()
      for (; beganMs + (next + 1) * speechFrameMs <= nowMs; next++) {
        const captureMs = beganMs + next * speechFrameMs
        const data = packets[next % packets.length]
        if (!data) return
        const packet = timeline.packet(data, captureMs)
        if (next % readingEachPackets === 0) {
          const at = timeline.at(captureMs)
          if (at)
            sink.onClock('audio', {
              rtpTimestamp: at.rtpTimestamp,
              sourceMs: at.timeMs,
              basis: 'sender_report',
            })
        }
        sink.onRtp('audio', packet, nowMs)
      }
      this.#timer = setTimeout(playDue, Math.max(1, beganMs + (next + 1) * speechFrameMs - clock.nowMs()))
    }
    playDue()
  }
}
