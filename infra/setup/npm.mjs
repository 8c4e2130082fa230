// node_modules, exactly as package-lock.json says, with Node 26 in it.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprint } from './fingerprint.mjs'
import { NODE_26, NODE_MODULES, ROOT } from './paths.mjs'
import { run, textOf } from './run.mjs'

const STAMP = join(NODE_MODULES, '.press-gallery-stamp')

const json = (file) => JSON.parse(readFileSync(join(ROOT, file), 'utf8'))

function stampNow() {
  const { allowScripts, workspaces, devDependencies } = json('package.json')
  return fingerprint(ROOT, [join(ROOT, 'package-lock.json')], {
    extra: [allowScripts, workspaces, devDependencies.node],
  })
}

function nodeVersion() {
  try {
    return execFileSync(NODE_26, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  } catch {
    return undefined
  }
}

const wantedNode = () => `v${json('package.json').devDependencies.node}`

/** An install that somebody made by hand is as good as ours when npm's own record of it agrees with the lock file. */
function installedByHand() {
  const record = textOf(join(NODE_MODULES, '.package-lock.json'))
  if (record === undefined || nodeVersion() !== wantedNode()) return false
  const installed = JSON.parse(record).packages
  return Object.entries(json('package-lock.json').packages).every(
    ([path, entry]) =>
      !path.startsWith('node_modules/') ||
      (installed[path]
        ? installed[path].version === entry.version
        : entry.optional === true || entry.peer === true),
  )
}

export function npmReady() {
  const now = stampNow()
  if (textOf(STAMP) === now) return existsSync(NODE_26)
  if (!installedByHand()) return false
  writeFileSync(STAMP, now)
  return true
}

/** @param {{ logFile: string, workerBin: string }} options `workerBin` need not exist yet */
export async function installNpm({ logFile, workerBin }) {
  // With this set, mediasoup's install script does nothing: older npm knows no `allowScripts` and runs it, and it would
  // download and compile by itself. NODE_ENV=production would leave out Node 26 and vite.
  const env = { MEDIASOUP_WORKER_BIN: workerBin, NODE_ENV: 'development' }
  await run('npm', ['ci', '--no-audit', '--no-fund', '--include=dev'], { logFile, cwd: ROOT, env })
  const version = nodeVersion()
  if (version !== wantedNode()) {
    throw new Error(
      `node_modules/.bin/node is ${version ?? 'not there'} instead of ${wantedNode()}. The "node" package fetches it in its ` +
        'install script: see that npm may run install scripts (npm config get ignore-scripts).',
    )
  }
  writeFileSync(STAMP, stampNow())
}
