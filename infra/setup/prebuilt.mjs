// mediasoup's published worker binary, taken the way mediasoup's own install script takes it, but with a time limit and a
// memory: behind a court's firewall that script hangs, then starts a build that needs more downloads.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { arch, platform, release } from 'node:os'
import { dirname, join } from 'node:path'
import { run, textOf } from './run.mjs'

const ANSWER_LIMIT_MS = 10_000
const DOWNLOAD_LIMIT_MS = 120_000

/** The same name that mediasoup's npm-scripts.mjs computes. */
function archiveName(version) {
  const kernel = platform() === 'linux' ? `-kernel${release().split('.')[0]}` : ''
  return `mediasoup-worker-${version}-${platform()}-${arch()}${kernel}.tgz`
}

/** mediasoup's own setting for a mirror, else the place that its package names as its home. */
function releaseBase(packageDir) {
  const mirror = process.env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL
  if (mirror) return mirror
  const { repository } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'))
  return `${repository.url.replace(/^git\+/, '').replace(/\.git$/, '')}/releases/download`
}

/** Gives up early on a host that cannot be reached, and later on one that is merely slow. */
async function download(url) {
  const controller = new AbortController()
  const abortAfter = (ms, what) => setTimeout(() => controller.abort(new Error(`${what} ${ms / 1000} s`)), ms)
  let limit = abortAfter(ANSWER_LIMIT_MS, 'no answer within')
  try {
    const response = await fetch(url, { signal: controller.signal })
    if (!response.ok) throw new Error(`answered ${response.status} ${response.statusText}`)
    clearTimeout(limit)
    limit = abortAfter(DOWNLOAD_LIMIT_MS, 'not finished after')
    return Buffer.from(await response.arrayBuffer())
  } finally {
    clearTimeout(limit)
  }
}

/**
 * Fetches the prebuilt to `output`. Tried once: a failure is written beside it and not tried again until that note is
 * deleted. Returns undefined on success, else the reason.
 * @param {{ packageDir: string, version: string, output: string, logFile: string, check: (binary: string) => Promise<void> }} options
 */
export async function fetchPrebuilt({ packageDir, version, output, logFile, check }) {
  const note = `${output}.unavailable`
  const before = textOf(note)
  if (before !== undefined) return `${before.trim()} (tried before; delete ${note} to try again)`
  mkdirSync(dirname(output), { recursive: true })
  const temporary = mkdtempSync(join(dirname(output), '.fetch-'))
  try {
    const archive = join(temporary, 'worker.tgz')
    writeFileSync(archive, await download(`${releaseBase(packageDir)}/${version}/${archiveName(version)}`))
    await run('tar', ['-xzf', archive, '-C', temporary, '--no-same-owner', 'mediasoup-worker'], { logFile })
    const binary = join(temporary, 'mediasoup-worker')
    chmodSync(binary, 0o755)
    await check(binary)
    renameSync(binary, output)
    return undefined
  } catch (error) {
    // fetch hides the reason ("fetch failed") in its cause.
    const reason = `${error.message}${error.cause?.message ? `: ${error.cause.message}` : ''}`
    writeFileSync(note, `${new Date().toISOString()} ${reason}\n`)
    return reason
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}
