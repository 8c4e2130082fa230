// The SFU worker: where it is, and how it comes there.
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { arch } from 'node:os'
import { join } from 'node:path'
import { buildWorker } from '../sfu-worker/build.mjs'
import { installedPackages } from './dpkg.mjs'
import { fingerprint } from './fingerprint.mjs'
import { WORKER_LIBRARIES } from './packages.mjs'
import { CACHE, NODE_26, NODE_MODULES, ROOT } from './paths.mjs'
import { fetchPrebuilt } from './prebuilt.mjs'
import { run } from './run.mjs'

const OURS = join(ROOT, 'infra', 'sfu-worker')
const PACKAGE_DIR = join(NODE_MODULES, 'mediasoup')
const WORKERS = join(CACHE, 'sfu-worker')

/** From the lock file, so that the path is known before anything is installed. */
function mediasoupVersion() {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  return packages['node_modules/mediasoup'].version
}

function prebuiltPath(version) {
  return join(WORKERS, `prebuilt-${version}-${arch()}`, 'mediasoup-worker')
}

/** A worker is built anew for another mediasoup, other libraries (a security update), or another recipe. */
function builtPath(version) {
  const installed = installedPackages()
  const libraries = WORKER_LIBRARIES.map((name) => `${name}=${installed?.get(name) ?? 'none'}`)
  const recipe = ['CMakeLists.txt', 'compat', 'mend.mjs'].map((name) => join(OURS, name))
  const key = fingerprint(OURS, recipe, { extra: [version, arch(), libraries] })
  return join(WORKERS, key, 'mediasoup-worker')
}

/**
 * The path of the worker to start; nothing is built or fetched. `MEDIASOUP_WORKER_BIN`, mediasoup's own setting, comes
 * first: whoever sets it brings a worker along.
 */
export function workerBin() {
  if (process.env.MEDIASOUP_WORKER_BIN) return process.env.MEDIASOUP_WORKER_BIN
  const version = mediasoupVersion()
  const prebuilt = prebuiltPath(version)
  return existsSync(prebuilt) ? prebuilt : builtPath(version)
}

export function workerReady() {
  return existsSync(workerBin())
}

/** One lock for all clones of this user: the cache is theirs together. */
export const WORKER_LOCK = join(WORKERS, '.lock')

/** Throws unless the binary runs on this host and speaks DTLS. */
async function check(binary, logFile) {
  // Without its parent's environment a worker exits with 41; anything else (127, a signal) means that it does not fit
  // this host: another libc, a missing library.
  const code = await new Promise((resolve) => {
    execFile(binary, [], { env: {}, timeout: 10_000 }, (error) => resolve(error?.code ?? error?.signal ?? 0))
  })
  if (code !== 41) throw new Error(`the worker does not run on this host (ended with ${code} instead of 41)`)
  await run(NODE_26, [join(OURS, 'try.mjs'), binary], { logFile })
}

/** The published binary, if it can be had. Returns undefined on success, else why not. */
export function fetchWorker({ logFile }) {
  const version = mediasoupVersion()
  return fetchPrebuilt({
    packageDir: PACKAGE_DIR,
    version,
    output: prebuiltPath(version),
    logFile,
    check: (binary) => check(binary, logFile),
  })
}

export function compileWorker({ logFile, update }) {
  return buildWorker({
    workerDir: join(PACKAGE_DIR, 'worker'),
    output: builtPath(mediasoupVersion()),
    logFile,
    onProgress: (done, of) => update(`${done} of ${of} files`),
    check: (binary) => check(binary, logFile),
  })
}
