// Makes a machine ready for Press Gallery: Debian packages, npm packages with Node 26, the SFU worker, the built client.
// Idempotent; what is there already costs nothing. Plain Node 20 without dependencies, because it runs before `npm ci`.
//
//   node infra/setup.mjs [--tests] [--bench] [--no-packages]
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildClient, clientReady } from './setup/client.mjs'
import { withLock } from './setup/lock.mjs'
import { installNpm, npmReady } from './setup/npm.mjs'
import { demandInstallable, installPackages, missingPackages, PackagesMissing } from './setup/packages.mjs'
import { LOCK_FILE, LOG_FILE, NODE_26, NODE_MODULES } from './setup/paths.mjs'
import { clock, progressTo } from './setup/progress.mjs'
import { CommandFailed, textOf } from './setup/run.mjs'
import { compileWorker, fetchWorker, workerBin, workerReady, WORKER_LOCK } from './setup/worker.mjs'

export { NODE_26, workerBin }

/** Read by `npm start`: where set-up has put things. */
const RESULT_FILE = join(NODE_MODULES, '.press-gallery.json')

const oneLine = (line) => process.stderr.write(`${line}\n`)

/**
 * Brings the machine up to what `wants` asks for and returns the worker's path. Throws with a message meant for a person.
 *
 * @param {{ wants?: { runtime?: boolean, tests?: boolean, bench?: boolean }, log?: (line: string) => void,
 *   packages?: boolean }} [options] `packages: false`: the host's packages are somebody else's business
 * @returns {Promise<{ workerBin: string }>}
 */
export async function setUp({ wants = {}, log = oneLine, packages = true } = {}) {
  demandOwnWorker()
  const purposes = ['runtime', ...(wants.tests ? ['tests'] : []), ...(wants.bench ? ['bench'] : [])]
  const missing = () => (packages ? missingPackages(workerReady() ? purposes : [...purposes, 'worker']) : [])
  const finished = () => missing().length === 0 && npmReady() && workerReady() && clientReady()

  if (!finished()) {
    // Before anything else: nobody should wait for npm to be told that sudo is needed.
    demandInstallable(missing())
    const started = Date.now()
    const progress = progressTo(log)
    mkdirSync(dirname(LOG_FILE), { recursive: true })
    log(`Setting up Press Gallery. The tools' own output goes to ${LOG_FILE}`)
    const onWait = () => progress.note('another set-up is at work; waiting for it to end')
    await withLock(LOCK_FILE, { onWait }, () => bringUp(progress, missing, onWait))
    log(`Set up in ${clock(Date.now() - started)}.`)
  }
  recordResult()
  return { workerBin: workerBin() }
}

function recordResult() {
  const result = `${JSON.stringify({ workerBin: workerBin() })}\n`
  if (textOf(RESULT_FILE) !== result) writeFileSync(RESULT_FILE, result)
}

/** Whoever brings their own worker gets no other in its place when they mistype its path. */
function demandOwnWorker() {
  const own = process.env.MEDIASOUP_WORKER_BIN
  if (own && !existsSync(own))
    throw new PackagesMissing(`MEDIASOUP_WORKER_BIN is ${own}, and there is no such file.`)
}

/** Each step asks again whether it is needed: a set-up that was waited for may have done it. */
async function bringUp(progress, missing, onWait) {
  const logFile = LOG_FILE
  if (!npmReady()) {
    await progress.step('Installing npm packages and Node 26', 'about a minute', () =>
      installNpm({ logFile, workerBin: workerBin() }),
    )
  }
  await withLock(WORKER_LOCK, { onWait }, async () => {
    if (!workerReady()) {
      await progress.step("Looking for mediasoup's published SFU worker", 'up to 10 seconds', async () => {
        const reason = await fetchWorker({ logFile })
        if (reason) progress.note(`not to be had, so it will be compiled here: ${reason}`)
      })
    }
    const names = missing()
    if (names.length > 0) {
      const usual = names.length > 8 ? '1 to 4 minutes' : 'about a minute'
      await progress.step(`Installing Debian packages: ${names.join(' ')}`, usual, (update) =>
        installPackages(names, { logFile, update }),
      )
    }
    if (!workerReady()) {
      await progress.step('Compiling the SFU worker', '2 to 5 minutes on 2 cores, once', (update) =>
        compileWorker({ logFile, update }),
      )
    }
  })
  // Before the client: a developer's half-written page must not keep the server from finding its worker.
  recordResult()
  if (!clientReady()) {
    await progress.step('Building the client', 'about 10 seconds', () => buildClient({ logFile }))
  }
}

const asked = (flag) => process.argv.includes(flag)

/** Set-up for a command line: says how long it took, or what is wrong without a stack trace, and exits. */
async function main() {
  const started = performance.now()
  const known = ['--tests', '--bench', '--no-packages']
  const unknown = process.argv.slice(2).filter((argument) => !known.includes(argument))
  if (unknown.length > 0) {
    console.error(`unknown: ${unknown.join(' ')}\nusage: node infra/setup.mjs [${known.join('] [')}]`)
    process.exit(2)
  }
  try {
    const result = await setUp({
      wants: { runtime: true, tests: asked('--tests'), bench: asked('--bench') },
      packages: !asked('--no-packages'),
    })
    const took = performance.now() - started
    oneLine(
      `Ready (${took < 1000 ? `${Math.round(took)} ms` : clock(took)}). SFU worker: ${result.workerBin}`,
    )
  } catch (error) {
    oneLine(error instanceof CommandFailed || error instanceof PackagesMissing ? error.message : error.stack)
    process.exit(1)
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) await main()
