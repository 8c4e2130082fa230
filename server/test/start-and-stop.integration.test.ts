import { existsSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { failingStart, install, isAlive, startServer, type Installation } from './server-process.ts'

let installation: Installation
beforeAll(async () => {
  installation = await install()
})
afterAll(() => installation.remove())

describe('the server', () => {
  it('is ready when its parts are, and on SIGTERM ends in order, with all its children', async () => {
    const server = await startServer(installation.dataDir)
    const technician = await server.signIn('technician', installation.password)
    for (const hearingId of ['hearing-1', 'hearing-2'])
      expect(await server.order(technician, hearingId, 'start')).toBe(200)
    await vi.waitFor(async () => expect((await fetch(`${server.url}/readyz`)).status).toBe(200), 10_000)
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    expect(metrics).toContain('press_gallery_sfu_workers 1')
    const children = server.descendants()
    // A worker, and a recorder for each hearing.
    expect(children.length).toBeGreaterThanOrEqual(3)
    expect(await server.stop('SIGTERM')).toBe(0)
    expect(children.filter(isAlive)).toEqual([])
  })

  it('leaves no process behind for longer than 5 s after kill -9', async () => {
    const server = await startServer(installation.dataDir)
    const children = server.descendants()
    expect(await server.stop('SIGKILL')).toBeNull()
    await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), 5000)
  })

  it('ends when the program that started it is gone', async () => {
    const server = await startServer(installation.dataDir)
    server.closeInput()
    await vi.waitFor(() => expect(isAlive(server.pid)).toBe(false), 10_000)
  })

  it('keeps what it writes to itself', () => {
    for (const file of ['press-gallery.sqlite', 'keys', 'keys/hearing-tokens.json']) {
      expect(statSync(join(installation.dataDir, file)).mode & 0o077).toBe(0)
    }
  })

  it('does not start with a setting that it does not know, and starts nothing first', async () => {
    const dataDir = join(installation.dataDir, 'not-made')
    const { code, said } = await failingStart({ PRESS_GALLERY_DATA_DIR: dataDir, PRESS_GALLERY_PROT: '80' })
    expect([code, said]).toEqual([1, 'PRESS_GALLERY_PROT is no setting of Press Gallery: take it out.\n'])
    expect(existsSync(dataDir)).toBe(false)
  })

  it('does not share its data folder with another server', async () => {
    const server = await startServer(installation.dataDir)
    const { code, said } = await failingStart({ PRESS_GALLERY_DATA_DIR: installation.dataDir })
    await server.stop('SIGKILL')
    expect(code).toBe(1)
    expect(said).toMatch(
      /^Another server is at work in .*: end it, or name another folder in PRESS_GALLERY_DATA_DIR\.$/m,
    )
  })

  it('says that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? String(address.port) : ''
    const { code, said } = await failingStart({
      PRESS_GALLERY_DATA_DIR: installation.dataDir,
      PRESS_GALLERY_PORT: port,
    })
    other.close()
    expect([code, said]).toEqual([
      1,
      "PRESS_GALLERY_HOST and PRESS_GALLERY_PORT can't be listened on (EADDRINUSE): write others, or end what has them.\n",
    ])
  })

  it('says that its worker is no worker', async () => {
    const bin = join(installation.dataDir, 'no-worker')
    writeFileSync(bin, '#!/bin/false\n', { mode: 0o700 })
    const { code, said } = await failingStart({
      PRESS_GALLERY_DATA_DIR: installation.dataDir,
      MEDIASOUP_WORKER_BIN: bin,
    })
    expect(code).toBe(1)
    expect(said).toMatch(/worker/i)
  })
})
