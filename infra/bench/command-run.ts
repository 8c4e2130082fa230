import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Owner } from './owner.ts'

class Interrupted extends Error {}

export interface CommandRun {
  /** Ends whatever is started by it. */
  owner: Owner
  /** A folder of its own, which is removed afterwards. */
  directory: string
  /** Rejects once the command is interrupted. */
  wait: (ms: number) => Promise<void>
}

export interface Command<Options> {
  usage: string
  /** Throws an Error that says what is wrong with the arguments. */
  parse: (args: readonly string[]) => Options
  /** Of its folder. */
  name: string
  /** Whether all was well. */
  run: (options: Options, run: CommandRun) => Promise<boolean>
}

const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** Runs a command that takes long: what it has started ends with it, also on a signal. Sets the exit code: 2 for its arguments, 130 where it was interrupted. */
export async function runCommand<Options>(command: Command<Options>): Promise<void> {
  let options: Options
  try {
    options = command.parse(process.argv.slice(2))
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${command.usage}`)
    process.exitCode = 2
    return
  }
  try {
    process.exitCode = (await untilInterrupted(command, options)) ? 0 : 1
  } catch (error) {
    const ended = error instanceof Interrupted
    say(
      ended
        ? 'Interrupted; everything is stopped.'
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error),
    )
    process.exitCode = ended ? 130 : 1
  }
}

async function untilInterrupted<Options>(
  { name, run }: Command<Options>,
  options: Options,
): Promise<boolean> {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interrupted.abort(new Interrupted(signal)))
  const owner = new Owner()
  try {
    const directory = owner.own(await mkdtemp(join(tmpdir(), `press-gallery-${name}-`)), (path) =>
      rm(path, { recursive: true, force: true, maxRetries: 5 }),
    )
    const wait = async (ms: number): Promise<void> => {
      await delay(ms, undefined, { signal: interrupted.signal })
    }
    const running = run(options, { owner, directory, wait })
    const end = new Promise<never>((_, reject) => {
      interrupted.signal.addEventListener('abort', () => reject(interrupted.signal.reason))
    })
    // What an interrupted command says when things are taken from under it is of no interest.
    running.catch(() => undefined)
    return await Promise.race([running, end])
  } finally {
    await owner.stop()
  }
}
