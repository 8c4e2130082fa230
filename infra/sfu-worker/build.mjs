// Builds the SFU worker from mediasoup's npm package with cmake and ninja. Used by infra/setup; on its own:
//   node infra/sfu-worker/build.mjs OUTPUT_FILE
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from '../setup/run.mjs'
import { mendSources } from './mend.mjs'

const HERE = dirname(fileURLToPath(import.meta.url))

/**
 * Everything is made in a temporary folder beside `output` and renamed into place last, so `output` is either absent
 * or whole, whenever the build is killed.
 *
 * @param {{ workerDir: string, output: string, logFile: string, onProgress?: (done: number, of: number) => void,
 *   check?: (binary: string) => Promise<void> }} options `workerDir`: worker/ in mediasoup's npm package; `check` throws
 *   when the fresh binary is no good, before it takes its place.
 */
export async function buildWorker({ workerDir, output, logFile, onProgress, check }) {
  mkdirSync(dirname(output), { recursive: true })
  clearRemains(dirname(output))
  const temporary = mkdtempSync(join(dirname(output), '.build-'))
  try {
    const mended = join(temporary, 'mended')
    mendSources(workerDir, mended)
    const build = join(temporary, 'build')
    await run(
      'cmake',
      ['-G', 'Ninja', '-S', HERE, '-B', build, `-DWORKER_DIR=${workerDir}`, `-DMENDED_DIR=${mended}`],
      { logFile },
    )
    await run('ninja', ['-C', build], {
      logFile,
      nice: true,
      onLine: (line) => {
        const step = /^\[(\d+)\/(\d+)\]/.exec(line)
        if (step) onProgress?.(Number(step[1]), Number(step[2]))
      },
    })
    const binary = join(build, 'mediasoup-worker')
    await run('strip', [binary], { logFile })
    chmodSync(binary, 0o755)
    await check?.(binary)
    renameSync(binary, output)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** What a build that was killed has left; the caller holds the lock, so no other is at work here. */
function clearRemains(folder) {
  for (const name of readdirSync(folder)) {
    if (name.startsWith('.build-')) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const output = process.argv[2]
  if (!output) {
    console.error('usage: node infra/sfu-worker/build.mjs OUTPUT_FILE')
    process.exit(2)
  }
  await buildWorker({
    workerDir: resolve(HERE, '../../node_modules/mediasoup/worker'),
    output: resolve(output),
    logFile: `${resolve(output)}.log`,
    onProgress: (done, of) => process.stderr.write(`\r[${done}/${of}]`),
  })
  process.stderr.write(`\n${resolve(output)}\n`)
}
