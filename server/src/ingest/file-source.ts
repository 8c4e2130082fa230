import { resolve } from 'node:path'
import type { FeedFault, FeedTrack } from '../protocol/feed.ts'
import { carriedAudioOptions, carriedVideoOptions, words } from './media/carried-options.ts'
import { CarriedOutput } from './media/carried-output.ts'
import { FfmpegChild } from './media/ffmpeg-child.ts'
import type { FileSettings, Source, SourceContext, SourceFactory } from './source.ts'

/** Into 1280x720 and even numbers, 25 a second. */
const fitting =
  "scale='min(1280,iw)':'min(720,ih)':force_original_aspect_ratio=decrease:force_divisible_by=2,fps=25"
const streamLine = /Stream #0:\d+.*?: (Video|Audio): (\w+)/

/** A media file in real time, again and again. Whatever ffmpeg reads; always transcoded, since a file's key frames may be far apart. */
export const fileSource: SourceFactory<FileSettings> = (settings, context) =>
  new FileSource(settings, context)

class FileSource implements Source {
  readonly #settings: FileSettings
  readonly #context: SourceContext
  readonly #codecs: { video: string | null; audio: string | null } = { video: null, audio: null }
  #child: FfmpegChild | null = null
  #played = false
  #stopped = false

  constructor(settings: FileSettings, context: SourceContext) {
    this.#settings = settings
    this.#context = context
  }

  start(): void {
    if (this.#stopped) return
    const { sink, clock, log } = this.#context
    const output = new CarriedOutput(sink, clock, 20)
    this.#child = new FfmpegChild({
      run: {
        inputs: [
          {
            // Absolute and with its protocol: no file name is taken for an option or an address.
            source: `file:${resolve(this.#settings.path)}`,
            options: words('-re -stream_loop -1 -protocol_whitelist file,pipe'),
          },
        ],
        outputOptions: [
          ...words('-map 0:v:0? -map 0:a:0? -sn -dn'),
          ...words(`-vf ${fitting}`),
          ...carriedVideoOptions({ bitrateKbps: 2000, fps: 25 }),
          // The seam between two rounds, and holes in the file, become silence: Opus has to go on without gaps.
          ...words('-af aresample=async=1000:first_pts=0'),
          ...carriedAudioOptions(20),
          // Else ffmpeg keeps sound back until the next picture, and the other way round.
          ...words('-max_interleave_delta 1'),
        ],
        // Only at this level does ffmpeg say what is in the file.
        logLevel: 'info',
        onLogLine: (line) => this.#noteCodec(line),
        log,
      },
      handlers: {
        onStreams: (streams) => {
          if (this.#stopped) return
          this.#played = true
          const has = (kind: 'video' | 'audio'): boolean => streams.some((stream) => stream.kind === kind)
          sink.onTracks({
            video: has('video') ? this.#track('video') : null,
            audio: has('audio') ? this.#track('audio') : null,
          })
        },
        onFrame: (frame) => output.frame(frame),
      },
      onEnd: (detail, exit) => {
        // A file that never gave a frame is no media; one that played was cut off from outside (or was taken away).
        const fault: FeedFault =
          this.#played || (exit !== null && exit.signal !== null) ? 'ffmpeg_ended' : 'bad_file'
        sink.onEnd(fault, detail)
      },
    })
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#child?.stop()
  }

  #track(kind: 'video' | 'audio'): FeedTrack {
    return { sourceCodec: this.#codecs[kind] ?? 'unknown', mode: 'transcoded' }
  }

  #noteCodec(line: string): void {
    const [, kind, codec] = streamLine.exec(line) ?? []
    if (codec === undefined) return
    if (kind === 'Video') this.#codecs.video ??= codec
    else this.#codecs.audio ??= codec
  }
}
