import { verifyLog } from './segment-log/verify-log.ts'

/** `node recorder/src/verify.ts DIR`: is this segment log as it was written? Exit code 0: yes, 1: no, 2: wrong use. */
const dir = process.argv[2]
if (dir === undefined || process.argv.length > 3) {
  process.stderr.write('Use: node recorder/src/verify.ts DIR, the directory with index.jsonl\n')
  process.exitCode = 2
} else {
  const verdict = await verifyLog(dir)
  for (const note of verdict.notes) process.stdout.write(`Note: ${note}\n`)
  for (const fault of verdict.faults) process.stdout.write(`${fault}\n`)
  const what = `${verdict.segments} segments, ${(verdict.durationMs / 1000).toFixed(3)} s`
  process.stdout.write(
    verdict.faults.length === 0
      ? `The log is whole: ${what}. Its head is ${verdict.head}.\n`
      : `The log is NOT as it was written: ${verdict.faults.length} faults in ${what}.\n`,
  )
  process.exitCode = verdict.faults.length === 0 ? 0 : 1
}
