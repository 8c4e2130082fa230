// The demo's server: started, watched, and ended with the demo.
import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { NODE_26, ROOT } from '../setup/paths.mjs'
import { withoutSettings } from './court.mjs'
import { Expected } from './expected.mjs'

/** After that the server is killed rather than asked. */
const STOP_MS = 10_000
/** pino's level. */
const WARN = 40
/** A courtroom that has no picture by then is not going to have one. */
const LIVE_MS = 60_000

/**
 * @param {{ dataDir: string, workerBin: string, host: string, port: string, log: (line: string) => void }} wants
 */
export async function startServer({ dataDir, workerBin, host, port, log }) {
  const logFile = join(dataDir, 'server.log')
  const child = spawn(
    NODE_26,
    ['--disable-warning=ExperimentalWarning', join(ROOT, 'server', 'src', 'main.ts')],
    {
      // A pipe on standard input: when the demo is gone, however it went, the pipe ends and the server stops by itself.
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own, so that Ctrl-C reaches the demo alone, which then stops the server in order.
      detached: true,
      env: {
        ...withoutSettings(),
        MEDIASOUP_WORKER_BIN: workerBin,
        PRESS_GALLERY_HOST: host,
        PRESS_GALLERY_PORT: port,
        PRESS_GALLERY_DATA_DIR: dataDir,
        PRESS_GALLERY_EXIT_WITH_PARENT: 'on',
        PRESS_GALLERY_INSECURE_HTTP: 'on',
      },
    },
  )
  const exited = new Promise((done) => {
    child.once('error', (error) => done(error.message))
    child.once('exit', (code, signal) => done(signal ?? `exit code ${code}`))
  })
  const closed = new Promise((done) => child.once('close', done))
  child.stdin.on('error', () => undefined)

  const file = createWriteStream(logFile, { mode: 0o600 })
  const ready = Promise.withResolvers ? Promise.withResolvers() : resolvers()
  const take = (line) => {
    file.write(`${line}\n`)
    const entry = parsed(line)
    if (entry === null) log(line)
    else if (entry.msg === 'ready') ready.resolve(entry.url)
    else if (entry.level >= WARN) log(`server: ${entry.msg} ${detail(entry)}`.trim())
  }
  createInterface({ input: child.stdout }).on('line', take)
  // The recorder process logs there, its standard output being taken; so does a start that failed.
  createInterface({ input: child.stderr }).on('line', take)

  const failed = exited.then((reason) => {
    throw new Expected(`The server did not start (${reason}). Its log: ${logFile}`)
  })
  // Whoever awaits it below handles it; nobody else needs to.
  failed.catch(() => undefined)
  const url = await Promise.race([ready.promise, failed])

  return {
    exited,
    /** Resolves with the address once the hearing's feed is live. */
    untilLive: ({ hearing, accounts }) => Promise.race([untilLive(url, hearing, accounts, log), failed]),
    async stop() {
      child.kill('SIGTERM')
      const late = delay(STOP_MS, 'late', { ref: false })
      if ((await Promise.race([exited, late])) === 'late') child.kill('SIGKILL')
      // Its last lines, then to the disk with them.
      await Promise.race([closed, delay(500)])
      await new Promise((done) => file.end(done))
    },
  }
}

async function untilLive(url, hearing, accounts, log) {
  // The server may listen on every address; one of them is here.
  const here = url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
  const technician = await signIn(here, accounts, 'technician')
  const clerk = await signIn(here, accounts, 'clerk')
  try {
    await untilFeedIsLive(technician, hearing, log)
    await putOnTheAir(technician, clerk, hearing)
    return here
  } finally {
    await Promise.all([technician, clerk].map((person) => person('/api/session', 'DELETE')))
  }
}

/** Asks as somebody who is signed in; the answer's body, or null where there is none. */
async function signIn(here, accounts, role) {
  const { login, password } = accounts.find((account) => account.role === role)
  const headers = { 'Content-Type': 'application/json' }
  const answer = await fetch(`${here}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ login, password }),
  })
  if (!answer.ok) throw new Expected(`The demo's own ${role} could not sign in (HTTP ${answer.status}).`)
  const cookie = answer.headers.getSetCookie()[0].split(';')[0]
  return async (path, method = 'GET', body) => {
    const said = await fetch(here + path, {
      method,
      headers: { ...headers, Cookie: cookie },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    if (!said.ok) throw new Expected(`${method} ${path}: HTTP ${said.status} ${await said.text()}`)
    return said.status === 204 ? null : said.json()
  }
}

async function untilFeedIsLive(technician, hearing, log) {
  const until = Date.now() + LIVE_MS
  let said = ''
  while (Date.now() < until) {
    const { feed } = (await technician(`/api/hearings/${hearing.id}/desk`)).hearing
    if (feed.state === 'live') return
    if (feed.state === 'failed') throw new Expected(`The courtroom's feed failed: ${feed.fault}.`)
    const now = `The courtroom's feed: ${feed.state}${feed.fault ? ` (${feed.fault})` : ''} …`
    if (now !== said) log((said = now))
    await delay(100)
  }
  throw new Expected(`The courtroom's feed was not live after ${LIVE_MS / 1000} s.`)
}

/** The orders that a technician and a clerk would give: an earlier demo may have left the hearing in recess or closed. */
async function putOnTheAir(technician, clerk, hearing) {
  const { standing } = (await technician(`/api/hearings/${hearing.id}/desk`)).hearing
  if (standing.state === 'live') return
  const [person, order] = standing.state === 'closed' ? [clerk, 'reopen'] : [technician, 'start']
  await person(`/api/hearings/${hearing.id}/orders`, 'POST', { order, version: standing.version })
}

/** What a person may want to know of a warning. */
function detail({ state, fault, part, err }) {
  return [state, fault, part, err?.message].filter(Boolean).join(', ')
}

/** A log line of pino, or null for any other text. */
function parsed(line) {
  try {
    const entry = JSON.parse(line)
    return typeof entry === 'object' && entry !== null && 'msg' in entry ? entry : null
  } catch {
    return null
  }
}

/** Node 20 has no `Promise.withResolvers`. */
function resolvers() {
  let resolve
  const promise = new Promise((done) => (resolve = done))
  return { promise, resolve }
}
