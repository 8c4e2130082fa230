import { writeFile } from 'node:fs/promises'
import { runCommand } from './command-run.ts'
import { machineLoad, type MachineLoad } from './machine.ts'
import { parseOptions, usage, type BenchOptions } from './options.ts'
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

await runCommand({
  usage,
  parse: parseOptions,
  name: 'bench',
  run: async (options, { owner, directory, wait }) => {
    const before = machineLoad()
    await report(options, await measureAll({ options, owner, wait, say, directory }), before)
    return true
  },
})
