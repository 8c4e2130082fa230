import { parseArgs } from 'node:util'
import { writeNewIdentity } from './seal/identity-file.ts'

/** `npm run seal-key -- --out FILE`: a court's pair of keys. Exit code 0: made, 1: not made, 2: wrong use. */
const out = fileOf(process.argv.slice(2))
if (out === null) {
  process.stderr.write(
    'Use: npm run seal-key -- --out FILE, where the private key goes; FILE must not be there yet\n',
  )
  process.exitCode = 2
} else {
  try {
    process.stdout.write(`${await writeNewIdentity(out, Date.now())}\n`)
    process.stderr.write(
      `The line above is the public key: enter it for the court. The private key is in ${out}. Take it off this machine if\n` +
        'this is the server, keep it where only the court has it, and keep a copy: without it nobody can open what was sealed.\n',
    )
  } catch (error) {
    process.stderr.write(`The key was not made: ${error instanceof Error ? error.message : 'unknown'}\n`)
    process.exitCode = 1
  }
}

function fileOf(words: string[]): string | null {
  try {
    return parseArgs({ args: words, options: { out: { type: 'string' } } }).values.out ?? null
  } catch {
    // An option that there is not: the usage says which there are.
    return null
  }
}
