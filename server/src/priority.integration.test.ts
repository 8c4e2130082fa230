import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { getPriority } from 'node:os'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** What the server does at its start, and then tells of itself. */
const program = `
import { readFileSync } from 'node:fs'
import { getPriority } from 'node:os'
import { preferLive } from './priority.ts'
preferLive({ info: ({ err }) => console.error(err) })
console.log(getPriority(), readFileSync('/proc/self/autogroup', 'utf8').trim())
`

test.runIf(process.getuid?.() === 0 && existsSync('/proc/self/autogroup'))(
  'the server goes before other programs, whatever session they are of',
  async () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      stdio: ['ignore', 'pipe', 'inherit'],
      // A session of its own, as a service has: this test's is to keep its priority.
      detached: true,
    })
    expect(await text(child.stdout)).toMatch(/^-10 \/autogroup-\d+ nice -10\n$/)
    expect(getPriority()).toBe(0)
  },
)
