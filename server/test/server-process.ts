import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { hashPassword } from '../src/access/passwords.ts'
import { sealingKey } from '../src/access/sealed-secret.ts'
import { createAuditLog } from '../src/audit/audit-log.ts'
import { importCourt } from '../src/court-import.ts'
import { deskAnswer } from '../src/protocol/desk.ts'
import type { OrderKind } from '../src/protocol/hearing-state.ts'
import { openStore, storeAddress } from '../src/store/open-store.ts'
import { cookieOf } from './http-fixture.ts'
import { testCourt } from './test-court.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const logLine = z.looseObject({ msg: z.string(), url: z.string().optional() })

/** A data folder with a court in it (`test-court.ts`): two courtrooms whose cameras are switched off. The store by default is its own. */
export interface Installation {
  dataDir: string
  /** Of every account. */
  password: string
  personId(login: string): string
  remove(): Promise<void>
}

export async function install(databaseUrl: string | null = null): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'press-gallery-server-'))
  const password = 'a password for tests'
  const passwordHash = await hashPassword(password)
  const store = await openStore(storeAddress({ dataDir, databaseUrl }))
  const { database } = store
  const audit = createAuditLog(Date.now)
  await importCourt(testCourt(passwordHash), {
    database,
    audit,
    sealingKey: sealingKey(dataDir),
    nowMs: Date.now,
  })
  const people = await database.selectFrom('people').select(['login', 'id']).execute()
  await store.close()
  return {
    dataDir,
    password,
    personId: (login) => people.find((person) => person.login === login)?.id ?? '',
    remove: () => rm(dataDir, { recursive: true, force: true, maxRetries: 5 }),
  }
}

export interface ServerProcess {
  url: string
  pid: number
  /** The session cookie of an account. */
  signIn(login: string, password: string): Promise<string>
  /** Gives an order for the version that the hearing is in; the status of the answer. */
  order(session: string, hearingId: string, order: OrderKind): Promise<number>
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
  const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  return {
    url,
    pid,
    async signIn(login, password) {
      return cookieOf(await post('/api/session', { login, password }), 'pg_session')
    },
    async order(session, hearingId, order) {
      const headers = { Cookie: session }
      const desk = await (await fetch(`${url}/api/hearings/${hearingId}/desk`, { headers })).json()
      const { version } = deskAnswer.parse(desk).hearing.standing
      return (await post(`/api/hearings/${hearingId}/orders`, { order, version }, headers)).status
    },
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
