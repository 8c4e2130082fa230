// A PostgreSQL of the test run's own: made empty in a temporary folder, on loopback, gone when the run ends, however it
// ends. Has nothing to do with one that the machine may be running. Plain Node 20 without dependencies.
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const FOLDER = 'press-gallery-postgres-'
const START_BOUND_MS = 30_000

/** In memory where there is room: on a disk, making a database for each test takes ten times as long. */
const MEMORY = '/dev/shm'
const ROOM_BYTES = 1024 ** 3

/** It must not run as root. Debian has this one always. */
const UNPRIVILEGED = { name: 'nobody', group: 'nogroup', uid: 65_534, gid: 65_534 }

/** Where Debian puts the newest of the PostgreSQLs that are installed; undefined where there is none. */
export function postgresPrograms() {
  const versions = '/usr/lib/postgresql'
  if (!existsSync(versions)) return undefined
  const newestFirst = readdirSync(versions).toSorted((a, b) => Number(b) - Number(a))
  return newestFirst
    .map((version) => join(versions, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')))
}

/**
 * Throws with a sentence where there is no PostgreSQL, or it does not start.
 * @returns {Promise<import('./test-postgres.d.mts').TestPostgres>}
 */
export async function startTestPostgres() {
  const bin = postgresPrograms()
  if (bin === undefined) {
    throw new Error('There is no PostgreSQL to test with: run `npm run setup -- --tests`, which installs it.')
  }
  const parent = hasRoom(MEMORY) ? MEMORY : tmpdir()
  removeLeftovers(parent)
  const folder = mkdtempSync(join(parent, `${FOLDER}${process.pid}-`))
  try {
    const password = makeCluster(bin, folder)
    return await startCluster(bin, folder, password)
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

function hasRoom(folder) {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize >= ROOM_BYTES
  } catch {
    return false
  }
}

/** A run that was killed had no time to take its folder away. */
function removeLeftovers(parent) {
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(FOLDER) ? Number(name.slice(FOLDER.length).split('-')[0]) : NaN
    if (Number.isNaN(pid) || isAlive(pid)) continue
    rmSync(join(parent, name), { recursive: true, force: true })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** The command, run without privileges; SIGINT, a clean end for PostgreSQL, when this process dies. */
function unprivileged(command, args) {
  const { name, group } = UNPRIVILEGED
  const isRoot = process.getuid?.() === 0
  const as = isRoot ? ['--reuid', name, '--regid', group, '--clear-groups'] : []
  return ['setpriv', [...as, '--pdeathsig', 'INT', '--no-new-privs', '--', command, ...args]]
}

function makeCluster(bin, folder) {
  const password = randomBytes(12).toString('hex')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (process.getuid?.() === 0) {
    for (const path of [folder, passwordFile]) chownSync(path, UNPRIVILEGED.uid, UNPRIVILEGED.gid)
  }
  const args = ['-D', join(folder, 'data'), '-U', 'tests', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const quick = ['--no-locale', '--encoding=UTF8', '--no-sync', '--no-instructions']
  execFileSync(...unprivileged(join(bin, 'initdb'), [...args, ...quick]), { cwd: folder, stdio: 'pipe' })
  rmSync(passwordFile)
  return password
}

async function startCluster(bin, folder, password) {
  const port = await freePort()
  const where = ['-D', join(folder, 'data'), '-h', '127.0.0.1', '-p', String(port), '-k', '']
  const settings = [
    'fsync=off',
    'synchronous_commit=off',
    'full_page_writes=off',
    'jit=off',
    'wal_level=minimal',
    'max_wal_senders=0',
    'wal_init_zero=off',
    'autovacuum=off',
  ]
  const args = [...where, ...settings.flatMap((setting) => ['-c', setting])]
  let running
  const start = async () => {
    const child = spawn(...unprivileged(join(bin, 'postgres'), args), {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    running = { child, ended: new Promise((done) => child.once('exit', done)) }
    await isReady(child)
  }
  const isRunning = () => running.child.exitCode === null && running.child.signalCode === null
  const signalAll = (signal) => {
    if (!isRunning()) return
    for (const pid of [running.child.pid, ...childrenOf(running.child.pid)]) process.kill(pid, signal)
  }
  const end = (signal) => {
    // What is frozen hears of no other signal.
    signalAll('SIGCONT')
    running.child.kill(signal)
    return running.ended
  }
  // Without a checkpoint: nothing of it is kept.
  const endForGood = () => {
    void end('SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', endForGood)
  await start()
  return {
    url: `postgresql://tests:${password}@127.0.0.1:${port}/postgres`,
    async halt() {
      await end('SIGINT')
    },
    resume: start,
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    async stop() {
      process.off('exit', endForGood)
      await end('SIGQUIT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const childrenOf = (pid) =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)

function isReady(child) {
  return new Promise((ready, fail) => {
    let said = ''
    const timer = setTimeout(
      () => fail(new Error(`PostgreSQL did not start in time. ${said}`)),
      START_BOUND_MS,
    )
    const settle = (how, value) => {
      clearTimeout(timer)
      how(value)
    }
    child.once('error', (error) => settle(fail, error))
    child.once('exit', () => settle(fail, new Error(`PostgreSQL did not start: ${said}`)))
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said = (said + text).slice(-4000)
      if (said.includes('ready to accept connections')) settle(ready)
    })
  })
}

function freePort() {
  return new Promise((found, fail) => {
    const server = createServer()
    server.once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => found(port))
    })
  })
}
