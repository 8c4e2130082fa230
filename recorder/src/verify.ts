import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { indexFile } from './segment-log/index-line.ts'
import { verifyLog } from './segment-log/verify-log.ts'

/**
 * `node recorder/src/verify.ts DIR`: is this segment log, in clear or sealed, as it was written? DIR may also be a hearing's
 * folder: both of its logs are looked at. Exit code 0: yes, 1: no, 2: wrong use.
 */
const dir = process.argv[2]
if (dir === undefined || process.argv.length > 3) {
  process.stderr.write(
    "Use: node recorder/src/verify.ts DIR, the directory with index.jsonl, or a hearing's\n",
  )
  process.exitCode = 2
} else {
  const verdicts: boolean[] = []
  for (const log of logsIn(dir)) verdicts.push(await isWhole(log))
  process.exitCode = verdicts.every((whole) => whole) ? 0 : 1
}

function logsIn(folder: string): string[] {
  const logs = ['log', 'sealed'].map((name) => join(folder, name)).filter(hasIndex)
  return hasIndex(folder) || logs.length === 0 ? [folder] : logs
}

function hasIndex(folder: string): boolean {
  return existsSync(join(folder, indexFile))
}

async function isWhole(log: string): Promise<boolean> {
  const verdict = await verifyLog(log)
  if (log !== dir) process.stdout.write(`${log}:\n`)
  for (const note of verdict.notes) process.stdout.write(`Note: ${note}\n`)
  for (const fault of verdict.faults) process.stdout.write(`${fault}\n`)
  const what = `${verdict.segments} segments, ${(verdict.durationMs / 1000).toFixed(3)} s`
  process.stdout.write(
    verdict.faults.length === 0
      ? `The log is whole: ${what}. Its head is ${verdict.head}.\n`
      : `The log is NOT as it was written: ${verdict.faults.length} faults in ${what}.\n`,
  )
  return verdict.faults.length === 0
}
