import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mendSources } from './mend.mjs'

const FILE = 'RTC/DtlsTransport.cpp'
const PACKAGE = resolve(import.meta.dirname, '../../node_modules/mediasoup/worker')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'press-gallery-mend-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('mends the one line in the mediasoup that is installed, and nothing else', () => {
  mendSources(PACKAGE, folder)
  const before = readFileSync(join(PACKAGE, 'src', FILE), 'utf8').split('\n')
  const after = readFileSync(join(folder, FILE), 'utf8').split('\n')
  const changed = after.filter((line, index) => line !== before[index])
  expect(after).toHaveLength(before.length)
  expect(changed).toHaveLength(1)
  expect(changed[0]).toContain('(operationType & BIO_CB_RETURN)')
})

test('refuses a mediasoup in which that line is no longer there', () => {
  const source = join(folder, 'src', FILE)
  mkdirSync(dirname(source), { recursive: true })
  writeFileSync(source, 'const long resultOfcallback = ret;\n')
  expect(() => {
    mendSources(folder, join(folder, 'mended'))
  }).toThrow(/found 0 times instead of once/)
})
