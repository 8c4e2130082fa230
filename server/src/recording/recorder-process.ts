import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { recorderEvent } from '@press-gallery/recorder/contract'
import type { RecorderEvent, RecordingOrder } from '@press-gallery/recorder/contract'
import { encodeFrame } from '@press-gallery/recorder/frame-pipe'
import type { Logger } from 'pino'
import { yieldToLive } from '../priority.ts'

export interface RecorderHandlers {
  onEvent: (event: RecorderEvent) => void
  /** It can take frames again. */
  onDrain: () => void
}

export interface RecorderProcess {
  readonly pid: number
  readonly exited: Promise<RecorderExit>
  /** Tells it what to record; once in its life. */
  order(order: RecordingOrder, handlers: RecorderHandlers): void
  /** Answers false when it can take no more for now. */
  write(frame: Buffer): boolean
  /** Finishes the last segment and ends; SIGKILL after `graceMs`. Idempotent. */
  end(graceMs: number): Promise<void>
  kill(): void
}

export interface RecorderExit {
  code: number | null
  signal: NodeJS.Signals | null
}

const script = fileURLToPath(import.meta.resolve('@press-gallery/recorder/main'))

/** Starts `recorder/src/main.ts`. When this process dies it finishes its last segment and ends within 4 s, its ffmpeg with it. */
export function startRecorderProcess(log: Logger): RecorderProcess {
  const command = ['--pdeathsig', 'TERM', '--no-new-privs', '--', process.execPath, script]
  // A group of its own: Ctrl-C in a terminal is for the server, which then has the last segment finished.
  const child = spawn('setpriv', command, { detached: true, stdio: ['pipe', 'pipe', 'inherit'] })
  // At once, while it has one thread: what it starts inherits it.
  if (child.pid !== undefined) yieldToLive(child.pid)
  // A process that ends while it is written to: its exit tells that better.
  child.stdin.on('error', () => {})
  const exited = once(child, 'exit').then(
    () => ({ code: child.exitCode, signal: child.signalCode }),
    (error: unknown) => {
      log.error({ err: error }, 'the recorder process could not be started')
      return { code: null, signal: null }
    },
  )
  return {
    pid: child.pid ?? 0,
    exited,
    order: (order, { onEvent, onDrain }) => {
      child.stdin.on('drain', onDrain)
      createInterface(child.stdout).on('line', (line) => {
        const event = recorderEvent.safeParse(parseJson(line))
        if (event.success) onEvent(event.data)
        else log.error({ line: line.slice(0, 200) }, 'the recorder said something that was not understood')
      })
      child.stdin.write(encodeFrame({ kind: 'order', index: 0, json: Buffer.from(JSON.stringify(order)) }))
    },
    write: (frame) => child.stdin.write(frame),
    kill: () => void child.kill('SIGKILL'),
    end: async (graceMs) => {
      child.stdin.end()
      const timeout = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await exited
      clearTimeout(timeout)
    },
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
