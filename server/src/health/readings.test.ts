import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readCertificateFacts } from './certificate-facts.ts'
import { readDisks } from './disks.ts'
import { measureEventLoop } from './event-loop.ts'
import { createProcessorUse } from './processor-use.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'press-gallery-health-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a certificate tells whom it is for and until when', async () => {
  const file = join(folder, 'cert.pem')
  const subject = ['-subj', '/O=Court/CN=press.court.example']
  const names = ['-addext', 'subjectAltName=DNS:press.court.example,IP:192.0.2.7']
  const files = ['-keyout', join(folder, 'key.pem'), '-out', file]
  const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  execFileSync('openssl', [...kind, ...subject, ...names, '-days', '30', ...files], { stdio: 'ignore' })
  const facts = await readCertificateFacts(file)
  expect(facts).toMatchObject({
    subject: 'O=Court, CN=press.court.example',
    names: ['press.court.example', '192.0.2.7'],
    issuer: 'O=Court, CN=press.court.example',
  })
  expect((facts?.untilMs ?? 0) - (facts?.fromMs ?? 0)).toBe(30 * 86_400_000)
  writeFileSync(file, 'half written')
  expect(await readCertificateFacts(file)).toBeNull()
  expect(await readCertificateFacts(join(folder, 'none.pem'))).toBeNull()
})

test('one disk holds the data folder and its recordings, unless they are elsewhere', async () => {
  const [disk, ...others] = await readDisks(folder)
  expect(disk).toMatchObject({ holds: 'all', folder })
  expect(disk?.freeBytes).toBeGreaterThan(0)
  expect(disk?.totalBytes).toBeGreaterThanOrEqual(disk?.freeBytes ?? Infinity)
  mkdirSync(join(folder, 'hearings'))
  expect([await readDisks(folder).then((disks) => disks.length), others]).toEqual([1, []])
})

test('processor use is of the time between two questions', async () => {
  const child = spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' })
  try {
    const pid = child.pid ?? 0
    let nowMs = 0
    const use = createProcessorUse(() => nowMs)
    expect(await use.of(pid)).toBeNull()
    await vi.waitFor(async () => {
      nowMs += 2000
      expect(await use.of(pid)).toBeGreaterThan(0)
    })
    // Somebody else asks a moment later, and hears the same.
    nowMs += 1
    expect(await use.of(pid)).toBeGreaterThan(0)
    expect(await use.of(2 ** 30)).toBeNull()
  } finally {
    child.kill('SIGKILL')
  }
})

test('an event loop that was kept busy is found out', async () => {
  const meter = measureEventLoop()
  try {
    expect(meter.delay.maxMs).toBe(0)
    // Before its first look it can't know.
    await vi.waitFor(() => {
      const busyUntil = performance.now() + 300
      while (performance.now() < busyUntil);
      expect(meter.delay.maxMs).toBeGreaterThan(200)
    })
    expect(meter.delay.p99Ms).toBeLessThanOrEqual(meter.delay.maxMs)
  } finally {
    meter.stop()
  }
})
