import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { machineLoad, type MachineLoad } from './machine.ts'
import { parseOptions, usage, type BenchOptions } from './options.ts'
import { Owner } from './owner.ts'
import { measureAll } from './sitting.ts'
import { formatRatios, formatTable, ratios, type Row } from './table.ts'

const say = (text: string): void => void process.stderr.write(`${text}\n`)

const describeLoad = ({ cpuModel, cores, loadAverage }: MachineLoad): string =>
  `${cores} cores of ${cpuModel}, load ${loadAverage.toFixed(2)}`

async function report(options: BenchOptions, rows: readonly Row[], before: MachineLoad): Promise<void> {
  const after = machineLoad()
  const compared = options.againstJanus ? ratios(rows, 'Press Gallery', 'Janus') : []
  process.stdout.write(`${formatTable(rows)}\n`)
  if (compared.length > 0) process.stdout.write(`\n${formatRatios(compared, 'Press Gallery', 'Janus')}\n`)
  process.stdout.write(
    `\nCamera: 720p25, 2 Mbit/s, a key frame each second, ${options.audio}.\n` +
      `Machine: ${describeLoad(before)} before, ${after.loadAverage.toFixed(2)} after.\n`,
  )
  if (options.jsonFile === null) return
  const figures = {
    takenAt: new Date().toISOString(),
    options,
    machine: { before, after },
    rows,
    ratios: compared,
  }
  await writeFile(options.jsonFile, `${JSON.stringify(figures, null, 2)}\n`)
}

class Interrupted extends Error {}

async function run(options: BenchOptions): Promise<void> {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interrupted.abort(new Interrupted(signal)))
  const owner = new Owner()
  const wait = async (ms: number): Promise<void> => {
    await delay(ms, undefined, { signal: interrupted.signal })
  }
  try {
    const directory = owner.own(await mkdtemp(join(tmpdir(), 'press-gallery-bench-')), (path) =>
      rm(path, { recursive: true, force: true }),
    )
    const before = machineLoad()
    const measuring = measureAll({ options, owner, wait, say, directory })
    const end = new Promise<never>((_, reject) => {
      interrupted.signal.addEventListener('abort', () => reject(interrupted.signal.reason))
    })
    // What an interrupted measurement says when things are taken from under it is of no interest.
    measuring.catch(() => undefined)
    await report(options, await Promise.race([measuring, end]), before)
  } finally {
    await owner.stop()
  }
}

function readOptions(): BenchOptions | null {
  try {
    return parseOptions(process.argv.slice(2))
  } catch (error) {
    say(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
    return null
  }
}

const options = readOptions()
if (options === null) process.exitCode = 2
else {
  try {
    await run(options)
  } catch (error) {
    const ended = error instanceof Interrupted
    say(
      ended ? 'Interrupted; everything is stopped.' : error instanceof Error ? error.message : String(error),
    )
    process.exitCode = ended ? 130 : 1
  }
}
