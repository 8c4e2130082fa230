import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { hashPassword } from '../src/access/accounts.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const logLine = z.looseObject({ msg: z.string(), url: z.string().optional() })

/** A data folder with a court file: two courtrooms whose cameras are switched off, and three accounts. */
export interface Installation {
  dataDir: string
  /** Of every account. */
  password: string
  remove(): Promise<void>
}

export async function install(): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'press-gallery-server-'))
  const password = 'a password for tests'
  const passwordHash = await hashPassword(password)
  const court = {
    court: 'A court',
    courtrooms: ['1', '2'].map((n) => ({
      id: `room-${n}`,
      name: `Courtroom ${n}`,
      // Nothing listens there.
      source: { kind: 'rtsp', url: 'rtsp://127.0.0.1:9/off' },
    })),
    hearings: ['1', '2'].map((n) => ({
      id: `hearing-${n}`,
      title: 'A case',
      caseNumber: n,
      courtroomId: `room-${n}`,
    })),
    accounts: [
      { login: 'journalist', role: 'journalist', passwordHash, accreditations: ['hearing-1', 'hearing-2'] },
      { login: 'stranger', role: 'journalist', passwordHash },
      { login: 'technician', role: 'technician', passwordHash },
    ],
  }
  writeFileSync(join(dataDir, 'court.json'), JSON.stringify(court))
  return { dataDir, password, remove: () => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }) }
}

export interface ServerProcess {
  url: string
  pid: number
  /** Every process under it, whole generations. */
  descendants(): number[]
  /** As when the program that started it ends. */
  closeInput(): void
  /** Resolves with the exit code, null for a death by signal. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

/** The server as `npm start` starts it, but for one worker and a free port. */
export async function startServer(
  dataDir: string,
  settings: Record<string, string> = {},
): Promise<ServerProcess> {
  const child = spawnServer({ PRESS_GALLERY_DATA_DIR: dataDir, ...settings })
  const exited = once(child, 'exit')
  const said: string[] = []
  child.stderr?.on('data', (data: Buffer) => said.push(data.toString()))
  const url = await new Promise<string>((resolve, reject) => {
    if (child.stdout === null) throw new TypeError('no standard output')
    createInterface({ input: child.stdout }).on('line', (line) => {
      const entry = logLine.safeParse(JSON.parse(line))
      if (entry.data?.msg === 'ready') resolve(entry.data.url ?? '')
    })
    void exited.then(() => reject(new Error(`the server did not start: ${said.join('')}`)))
  })
  const pid = child.pid ?? 0
  return {
    url,
    pid,
    descendants: () => descendantsOf(pid),
    closeInput: () => child.stdin?.end(),
    async stop(signal) {
      child.kill(signal)
      await exited
      return child.exitCode
    },
  }
}

/** What a start that must fail says, and its exit code. */
export async function failingStart(
  settings: Record<string, string>,
): Promise<{ code: number | null; said: string }> {
  const child = spawnServer(settings)
  let said = ''
  child.stderr?.on('data', (data: Buffer) => (said += data.toString()))
  await once(child, 'close')
  return { code: child.exitCode, said }
}

function spawnServer(settings: Record<string, string>): ChildProcess {
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !key.startsWith('PRESS_GALLERY_')),
  )
  // However the test ends, the pipe to standard input ends with it, and the server too.
  return spawn(process.execPath, [main], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...own,
      PRESS_GALLERY_PORT: '0',
      PRESS_GALLERY_WORKER_COUNT: '1',
      PRESS_GALLERY_EXIT_WITH_PARENT: 'on',
      ...settings,
    },
  })
}

function descendantsOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number)
  return children.flatMap((child) => [child, ...descendantsOf(child)])
}

/** False for a zombie, too: it only waits to be counted. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
