import { access } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { readIdentities } from './seal/identity-file.ts'
import { openSealedLog } from './seal/open-sealed-log.ts'
import { verifyLog } from './segment-log/verify-log.ts'

/**
 * `npm run open-sealed -- --identity FILE --log DIR --out FILE.mp4`: what was recorded in closed session, in clear. Needs no
 * server, and belongs on a machine of the court's. Exit code 0: opened, 1: not, or not all of it, 2: wrong use.
 */
const usage =
  'Use: npm run open-sealed -- --identity FILE --log DIR --out FILE.mp4 [--damaged]\n' +
  '  --identity  the private key\n  --log       the directory with index.jsonl\n' +
  '  --damaged   open what can be opened of a log that is not as it was written\n'

interface Words {
  identity: string
  dir: string
  out: string
  damaged: boolean
}

// What is written here is for its owner alone.
process.umask(0o077)
const words = wordsOf(process.argv.slice(2))
if (words) process.exitCode = await run(words)
else {
  process.stderr.write(usage)
  process.exitCode = 2
}

async function run({ identity, dir, out, damaged }: Words): Promise<number> {
  try {
    if (await isThere(out)) throw new Error(`${out} is there already`)
    const verdict = await verifyLog(dir)
    for (const note of verdict.notes) say(`Note: ${note}`)
    for (const fault of verdict.faults) say(fault)
    if (verdict.faults.length > 0) {
      say(`The log is NOT as it was written: ${verdict.faults.length} faults.`)
      if (!damaged) throw new Error('--damaged opens what can be opened of it')
    } else say(`The log is whole: ${verdict.segments} segments. Its head is ${verdict.head}.`)
    const parts = await openSealedLog({
      dir,
      out,
      identities: await readIdentities(identity),
      onUnreadable: damaged ? (file) => say(`${file} can't be opened and is left out.`) : null,
      log: pino({ level: 'silent' }),
    })
    for (const { path, startMs, durationMs } of parts)
      say(`${path}: from ${new Date(startMs).toISOString()}, ${(durationMs / 1000).toFixed(3)} s`)
    if (parts.length === 0) throw new Error('there is nothing in it')
    return verdict.faults.length === 0 ? 0 : 1
  } catch (error) {
    process.stderr.write(`Not opened: ${error instanceof Error ? error.message : 'unknown'}\n`)
    return 1
  }
}

function wordsOf(args: string[]): Words | null {
  try {
    const text = { type: 'string' } as const
    const { values } = parseArgs({
      args,
      options: { identity: text, log: text, out: text, damaged: { type: 'boolean', default: false } },
    })
    const { identity, log: dir, out, damaged } = values
    if (identity === undefined || dir === undefined || out === undefined) return null
    return { identity, dir, out, damaged }
  } catch {
    // An option that there is not: the usage says which there are.
    return null
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
