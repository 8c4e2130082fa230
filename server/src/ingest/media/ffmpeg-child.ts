import { Writable } from 'node:stream'
import { startFfmpeg, type FfmpegExit, type FfmpegRun } from '@press-gallery/recorder/ffmpeg'
import { NutReader, type NutHandlers } from './nut-reader.ts'

export interface FfmpegChildOptions {
  /** Without its output, which is NUT on standard output, read by `handlers`. */
  run: Omit<FfmpegRun, 'output'> & { outputOptions: string[] }
  handlers: NutHandlers
  /** Once, unless it was stopped before: it has ended or could not begin. `detail` for logs. */
  onEnd(detail: string, exit: FfmpegExit | null): void
}

/** An ffmpeg whose output comes as frames, and which may be stopped before it has begun. */
export class FfmpegChild {
  readonly #options: FfmpegChildOptions
  readonly #running: Promise<void>
  #stopped = false
  #ended = false
  #pid: number | null = null
  #stop: (() => Promise<void>) | null = null

  constructor(options: FfmpegChildOptions) {
    this.#options = options
    this.#running = this.#run()
  }

  /** null before it runs. */
  get pid(): number | null {
    return this.#pid
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#stop?.()
    await this.#running
  }

  async #run(): Promise<void> {
    const { run, handlers } = this.#options
    const { outputOptions, ...rest } = run
    try {
      const child = await startFfmpeg({
        ...rest,
        output: {
          to: this.#output(handlers),
          options: [...outputOptions, '-flush_packets', '1', '-f', 'nut'],
        },
      })
      this.#pid = child.pid
      // What it drains from its encoders after a stop is for nobody.
      this.#stop = () => child.stop(500)
      if (this.#stopped) await this.#stop()
      const exit = await child.exited
      this.#end(`ffmpeg ended with ${exit.signal ?? exit.code}: ${exit.stderrTail}`, exit)
    } catch (error) {
      this.#end(String(error), null)
    }
  }

  #output(handlers: NutHandlers): Writable {
    const reader = new NutReader({
      ...handlers,
      onFrame: (frame) => {
        if (!this.#stopped && !this.#ended) handlers.onFrame(frame)
      },
    })
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        try {
          reader.push(chunk)
          done()
        } catch (error) {
          // The stream's error ends ffmpeg, too.
          done(error instanceof Error ? error : new Error(String(error)))
        }
      },
    }).on('error', (error) => this.#end(`output of ffmpeg: ${error.message}`, null))
  }

  #end(detail: string, exit: FfmpegExit | null): void {
    if (this.#stopped || this.#ended) return
    this.#ended = true
    this.#options.onEnd(detail, exit)
  }
}
