import { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import Ffmpeg from 'fluent-ffmpeg'
import type { Logger } from 'pino'

/**
 * The house's one adapter around fluent-ffmpeg, which is used as a launcher only: everything that counts (arguments,
 * end, signals) goes past its conveniences, whose quirks are named where they are stepped around.
 */

/** One `-i`. Only one input of a process may be a stream: it becomes ffmpeg's standard input. */
export type FfmpegInput =
  | { stream: Readable; options: string[] }
  /** A file, an address, or with `-f lavfi` a filter graph. Never one with a password: arguments show in `ps`. */
  | { source: string; options: string[] }

export interface FfmpegRun {
  inputs: FfmpegInput[]
  /**
   * `to`: a stream gets ffmpeg's standard output (it is ended when ffmpeg ends, and ffmpeg is killed when it closes);
   * a string is a file or an address.
   */
  output: { to: Writable | string; options: string[] }
  /** ffmpeg's own log level: `error`, `warning` (default) or `info`. */
  logLevel?: 'error' | 'warning' | 'info'
  /** Told each line of ffmpeg's log, for those who look for something in it. */
  onLogLine?: (line: string) => void
  log: Logger
}

export interface FfmpegExit {
  /** null when a signal ended it. A run that was stopped by `stop` ends with 255 or a signal. */
  code: number | null
  signal: NodeJS.Signals | null
  /** The last lines that ffmpeg said. */
  stderrTail: string
}

export interface FfmpegProcess {
  readonly pid: number
  /** Resolves once, when the process is gone and its output has been read; never rejects. */
  readonly exited: Promise<FfmpegExit>
  /**
   * Ends the run: standard input is closed and SIGTERM sent, so that ffmpeg drains its encoders and writes its trailer;
   * SIGKILL after `graceMs` (default 2000). Resolves when the process is gone. Idempotent.
   */
  stop(graceMs?: number): Promise<void>
}

const ffmpegChild = fileURLToPath(new URL('../bin/ffmpeg-child', import.meta.url))
const stderrLinesKept = 20
/** How long after the process's end its output may still be unread before `exited` resolves all the same. */
const unreadOutputMs = 1000

/**
 * fluent-ffmpeg runs `ffmpeg -formats` and `-encoders` before the first command of a Node process (about 0.3 s on two
 * idle cores, more on busy ones) and keeps the answers. Called once at start, it keeps that off the first restart's path.
 * Rejects where there is no working ffmpeg.
 */
export async function warmFfmpeg(): Promise<void> {
  Ffmpeg.setFfmpegPath(ffmpegChild)
  await capability((callback) => Ffmpeg.getAvailableFormats(callback))
  await capability((callback) => Ffmpeg.getAvailableEncoders(callback))
}

function capability(ask: (callback: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    ask((error) => {
      if (error) reject(error)
      else resolve()
    })
  })
}

/**
 * Starts one ffmpeg, which dies with this process even at `kill -9`. Resolves when it runs; rejects when it can't be started
 * (no ffmpeg, or a format it does not have). What goes wrong later is told by `exited`. A stream input that the
 * caller goes on writing to after the end is simply no longer read: no EPIPE reaches anyone.
 */
export async function startFfmpeg(run: FfmpegRun): Promise<FfmpegProcess> {
  Ffmpeg.setFfmpegPath(ffmpegChild)
  const command = Ffmpeg()
  const fromStream = run.inputs.some((input) => 'stream' in input)
  // Without -nostdin ffmpeg takes commands from a standard input that no one writes to.
  const general = ['-hide_banner', '-nostats', '-loglevel', run.logLevel ?? 'warning']
  if (!fromStream) general.push('-nostdin')
  for (const [i, input] of run.inputs.entries()) {
    command.input('stream' in input ? input.stream : input.source)
    // Spread, and never one array: an array's strings that hold exactly one space would be split in two.
    const options = i === 0 ? [...general, ...input.options] : input.options
    if (options.length > 0) command.inputOptions(...options)
  }
  // A string and never `pipe:1` for files: without an output stream fluent-ffmpeg collects standard output as text.
  command.output(run.output.to, { end: true })
  if (run.output.options.length > 0) command.outputOptions(...run.output.options)

  const tail: string[] = []
  command.on('stderr', (line: string) => {
    if (line === '') return
    tail.push(line)
    if (tail.length > stderrLinesKept) tail.shift()
    run.onLogLine?.(line)
  })

  const child = await new Promise<ChildProcess>((resolve, reject) => {
    // Also emitted for every end but a clean one; `exited` tells that from the process itself, since fluent-ffmpeg reports
    // "output stream closed" for a run that ended well, and its texts are no interface.
    command.on('error', (error: Error) => reject(error))
    command.on('start', () => {
      // Only ever in this field, which its types do not name.
      const started: unknown = Reflect.get(command, 'ffmpegProc')
      if (started instanceof ChildProcess) resolve(started)
      else reject(new Error('fluent-ffmpeg has not started a process'))
    })
    command.run()
  })
  const pid = child.pid
  if (pid === undefined) {
    const [error] = await once(child, 'error').catch((cause: unknown) => [cause])
    throw new Error('ffmpeg could not be started', { cause: error })
  }
  run.log.debug({ pid }, 'ffmpeg started')

  const exited = new Promise<FfmpegExit>((resolve) => {
    child.once('exit', (code, signal) => {
      const done = (): void => {
        clearTimeout(unread)
        run.log.debug({ pid, code, signal }, 'ffmpeg ended')
        resolve({ code, signal, stderrTail: tail.join('\n') })
      }
      // `close` waits for standard output to be read, which a reader that has gone away never does.
      const unread = setTimeout(done, unreadOutputMs)
      child.once('close', done)
    })
  })

  let stopping: Promise<void> | null = null
  const stop = async (graceMs: number): Promise<void> => {
    for (const input of run.inputs) if ('stream' in input && child.stdin) input.stream.unpipe(child.stdin)
    // Its signal handler restarts a blocked read, so an ffmpeg that waits for input would not see SIGTERM alone.
    child.stdin?.end()
    child.kill('SIGTERM')
    const kill = setTimeout(() => child.kill('SIGKILL'), graceMs)
    await exited
    clearTimeout(kill)
  }
  return { pid, exited, stop: (graceMs = 2000) => (stopping ??= stop(graceMs)) }
}
