// `npm run soak`: an hour of a press centre's wall with nine tiles, a round of joins, leaves and closures a minute, and whether what browser
// and server hold stays flat. Ends with 1 when it does not.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { machineLoad } from '../bench/machine.ts'
import { Owner } from '../bench/owner.ts'
import { parseOptions, usage, type SoakOptions } from './options.ts'
import { failuresOf, judge, minuteLines, outcomeLines, verdictTable, type MinuteFigures } from './report.ts'
import { soak } from './soak.ts'

const say = (text: string): void => void process.stderr.write(`${text}\n`)
const print = (text: string): void => void process.stdout.write(`${text}\n`)

class Interrupted extends Error {}

/** Resolves with whether all was well. */
async function run(options: SoakOptions): Promise<boolean> {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => interrupted.abort(new Interrupted(signal)))
  const owner = new Owner()
  try {
    const directory = owner.own(await mkdtemp(join(tmpdir(), 'press-gallery-soak-')), (path) =>
      rm(path, { recursive: true, force: true, maxRetries: 5 }),
    )
    const before = machineLoad()
    const minutes: MinuteFigures[] = []
    const soaking = soak({
      options,
      owner,
      wait: async (ms) => {
        await delay(ms, undefined, { signal: interrupted.signal })
      },
      say,
      directory,
      onFigures: (minute, figures) => {
        minutes.push({ minute, figures })
        print(minuteLines({ minute, figures }))
      },
    })
    const end = new Promise<never>((_, reject) => {
      interrupted.signal.addEventListener('abort', () => reject(interrupted.signal.reason))
    })
    // What an interrupted soak says when things are taken from under it is of no interest.
    soaking.catch(() => undefined)
    const outcome = await Promise.race([soaking, end])
    const after = machineLoad()
    const judged = judge(minutes)
    const failures = failuresOf(judged, outcome)
    print(`\n${verdictTable(judged)}\n\n${outcomeLines(outcome)}`)
    print(
      `Machine: ${before.cores} cores of ${before.cpuModel}, load ${before.loadAverage.toFixed(2)} before, ${after.loadAverage.toFixed(2)} after.`,
    )
    for (const failure of failures) print(`NOT GOOD: ${failure}`)
    if (options.jsonFile !== null) {
      const all = {
        takenAt: new Date().toISOString(),
        options,
        machine: { before, after },
        minutes,
        judged,
        outcome,
      }
      await writeFile(options.jsonFile, `${JSON.stringify({ ...all, failures }, null, 2)}\n`)
    }
    return failures.length === 0
  } finally {
    await owner.stop()
  }
}

function readOptions(): SoakOptions | null {
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
    process.exitCode = (await run(options)) ? 0 : 1
  } catch (error) {
    const ended = error instanceof Interrupted
    say(
      ended
        ? 'Interrupted; everything is stopped.'
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error),
    )
    process.exitCode = ended ? 130 : 1
  }
}
