import { createInterface } from 'node:readline/promises'

/** The first line of standard input; at a terminal it is asked for, and not shown as it is typed. */
export async function fromStandardInput(question: string): Promise<string> {
  const terminal = process.stdin.isTTY
  if (terminal) process.stderr.write(question)
  const lines = createInterface({ input: process.stdin, terminal })
  for await (const line of lines) {
    lines.close()
    if (terminal) process.stderr.write('\n')
    if (line !== '') return line
  }
  console.error('Nothing came on standard input.')
  return process.exit(1)
}
