import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { createInterface } from 'node:readline'
import { PassThrough, type Readable } from 'node:stream'

const keptLines = 30
const stopWithinMs = 4000

/** A program that the bench has started. It dies with the bench, even at `kill -9` (PR_SET_PDEATHSIG). */
export class Child {
  readonly #name: string
  readonly #process: ChildProcessByStdio<null, Readable, Readable>
  readonly #exited: Promise<void>
  readonly #lines = new PassThrough({ objectMode: true })
  #said: string[] = []
  #over = false

  /** `namespace` runs it in that network namespace; `onLine` is told each line of its standard output. */
  constructor(
    command: string,
    args: readonly string[],
    options: {
      cwd?: string
      env?: NodeJS.ProcessEnv
      namespace?: string
      onLine?: (line: string) => void
    } = {},
  ) {
    this.#name = command.split('/').at(-1) ?? command
    const inNamespace = options.namespace === undefined ? [] : ['ip', 'netns', 'exec', options.namespace]
    this.#process = spawn(
      'setpriv',
      ['--pdeathsig', 'KILL', '--no-new-privs', '--', ...inNamespace, command, ...args],
      { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'] },
    )
    this.#exited = new Promise((resolve) => {
      const end = (): void => {
        this.#over = true
        this.#lines.end()
        resolve()
      }
      this.#process.once('close', end)
      this.#process.once('error', end)
    })
    for (const stream of [this.#process.stdout, this.#process.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        this.#said = [...this.#said, line].slice(-keptLines)
        if (stream !== this.#process.stdout) return
        options.onLine?.(line)
        if (!this.#over) this.#lines.write(line)
      })
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  /** What it said last, for the message of a failure. */
  get tail(): string {
    return this.#said.join('\n')
  }

  /** The first line on standard output that `wanted` accepts. Rejects when the program ends or `withinMs` is over. */
  async line(wanted: (line: string) => boolean, withinMs: number): Promise<string> {
    const deadline = AbortSignal.timeout(withinMs)
    const late = new Promise<null>((resolve) => deadline.addEventListener('abort', () => resolve(null)))
    const search = async (): Promise<string | null> => {
      for await (const line of this.#lines) if (typeof line === 'string' && wanted(line)) return line
      return null
    }
    const found = await Promise.race([search(), late])
    if (found === null)
      throw new Error(
        `${this.#name} ${this.#over ? 'ended' : `was not ready in ${withinMs} ms`}:\n${this.tail}`,
      )
    return found
  }

  /** Asks it to end, then makes it. Idempotent. */
  async stop(): Promise<void> {
    if (this.#over) return
    this.#process.kill('SIGTERM')
    const insist = setTimeout(() => this.#process.kill('SIGKILL'), stopWithinMs)
    await this.#exited
    clearTimeout(insist)
  }
}

/** Runs a program to its end. Rejects with what it said when it fails. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<string> {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (said += bytes.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${said}`)
  return said
}
