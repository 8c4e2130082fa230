// The worker that set-up chose does what a worker must; a program that is none is found out.
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')
const trial = (binary: string) =>
  promisify(execFile)(process.execPath, [join(import.meta.dirname, 'try.mjs'), binary], { cwd: ROOT })

test('the worker that set-up recorded starts, routes and speaks DTLS', async () => {
  const recorded: unknown = JSON.parse(readFileSync(join(ROOT, 'node_modules/.press-gallery.json'), 'utf8'))
  expect(recorded).toEqual({ workerBin: expect.any(String) })
  const { workerBin } = Object(recorded)
  const { stdout } = await trial(workerBin)
  expect(stdout).toContain('speaks DTLS')
})

test('a program that is no worker is refused', async () => {
  await expect(trial('/bin/true')).rejects.toThrow(/Command failed/)
})
