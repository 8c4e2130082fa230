// Against a real HTTP server with a real archive: what happens on a network that has the published worker, and on one
// that has not.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fetchPrebuilt } from './prebuilt.mjs'

let folder: string
let requests: string[]
let archive: Buffer | undefined

const server = createServer((request, response) => {
  requests.push(request.url ?? '')
  response.statusCode = archive ? 200 : 404
  response.end(archive)
})

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'press-gallery-prebuilt-'))
  requests = []
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  vi.stubEnv('MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL', `http://127.0.0.1:${address.port}`)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
  rmSync(folder, { recursive: true, force: true })
})

const fetchInto = (check: (binary: string) => Promise<void>) =>
  fetchPrebuilt({
    packageDir: folder,
    version: '9.9.9',
    output: join(folder, 'cache', 'mediasoup-worker'),
    logFile: join(folder, 'log'),
    check,
  })

function publish(content: string) {
  writeFileSync(join(folder, 'mediasoup-worker'), content)
  archive = execFileSync('tar', ['-czf', '-', '-C', folder, 'mediasoup-worker'])
}

test('takes what is published, once it has been tried', async () => {
  publish('a worker')
  let tried = ''
  const reason = await fetchInto(async (binary) => {
    tried = readFileSync(binary, 'utf8')
  })
  expect(reason).toBeUndefined()
  expect(tried).toBe('a worker')
  expect(requests[0]).toMatch(/^\/9\.9\.9\/mediasoup-worker-9\.9\.9-linux-/)
  expect(readdirSync(join(folder, 'cache'))).toEqual(['mediasoup-worker'])
})

test('says why there is none, and does not ask again', async () => {
  archive = undefined
  expect(await fetchInto(async () => {})).toMatch(/404/)
  expect(await fetchInto(async () => {})).toMatch(/404.*delete/)
  expect(requests).toHaveLength(1)
})

test('leaves nothing behind of a worker that does not run here', async () => {
  publish('for another libc')
  const reason = await fetchInto(() => Promise.reject(new Error('does not run on this host')))
  expect(reason).toBe('does not run on this host')
  expect(existsSync(join(folder, 'cache', 'mediasoup-worker'))).toBe(false)
})
