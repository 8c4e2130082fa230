import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The one line that `--json` promises. */
const announcement = z.strictObject({
  url: z.url(),
  hearings: z
    .array(z.strictObject({ id: z.string(), title: z.string(), watch: z.string().startsWith('/') }))
    .min(1),
  accounts: z.array(z.strictObject({ role: z.string(), login: z.string(), password: z.string() })),
})
export type Announcement = z.infer<typeof announcement>

export interface Demo extends Announcement {
  /** Of npm; all else is below it. */
  pid: number
  /** What came on standard output, line by line. */
  said: readonly string[]
  /** Ctrl-C. Resolves when it has ended. */
  interrupt(): Promise<void>
  /** Idempotent. */
  stop(): Promise<void>
}

/** Starts `npm run demo -- --json` as a newcomer would, with a data folder of its own. */
export async function startDemo(options: readonly string[] = []): Promise<Demo> {
  const dataDir = mkdtempSync(join(tmpdir(), 'press-gallery-demo-'))
  const own = Object.fromEntries(
    // The runner's own mode would build other pages than a newcomer has.
    Object.entries(process.env).filter(([key]) => !key.startsWith('PRESS_GALLERY_') && key !== 'NODE_ENV'),
  )
  const command = ['run', '--silent', 'demo', '--', '--json', '--port', '0', '--data', dataDir, ...options]
  // A process group of its own, as a terminal gives it, so that Ctrl-C reaches npm and all below it.
  const child = spawn('npm', command, {
    cwd: root,
    env: own,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  const said: string[] = []
  let complaints = ''
  child.stderr.on('data', (data: Buffer) => (complaints += data.toString()))
  const interrupt = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
      process.kill(-child.pid, 'SIGINT')
    await exited
  }
  const stop = async (): Promise<void> => {
    await interrupt()
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
  try {
    await new Promise<void>((resolve, reject) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        said.push(line)
        resolve()
      })
      void exited.then(() => reject(new Error(`the demo ended: ${complaints}`)))
    })
    return { ...announcement.parse(JSON.parse(said[0] ?? '')), pid: child.pid ?? 0, said, interrupt, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
