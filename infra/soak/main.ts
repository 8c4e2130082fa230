// `npm run soak`: an hour of a press centre's wall with nine tiles, a round of joins, leaves and closures a minute, and whether what browser
// and server hold stays flat. Ends with 1 when it does not.
import { writeFile } from 'node:fs/promises'
import { runCommand, type CommandRun } from '../bench/command-run.ts'
import { machineLoad } from '../bench/machine.ts'
import { parseOptions, usage, type SoakOptions } from './options.ts'
import { failuresOf, judge, minuteLines, outcomeLines, verdictTable, type MinuteFigures } from './report.ts'
import { soak } from './soak.ts'

const say = (text: string): void => void process.stderr.write(`${text}\n`)
const print = (text: string): void => void process.stdout.write(`${text}\n`)

async function run(options: SoakOptions, { owner, directory, wait }: CommandRun): Promise<boolean> {
  const before = machineLoad()
  const minutes: MinuteFigures[] = []
  const outcome = await soak({
    options,
    owner,
    wait,
    say,
    directory,
    onMinute: (minute, figures, troubles) => {
      minutes.push({ minute, figures, troubles })
      print(minuteLines({ minute, figures, troubles }))
    },
  })
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
}

await runCommand({ usage, parse: parseOptions, name: 'soak', run })
