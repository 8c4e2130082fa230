import express from 'express'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { get, createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packedFiles } from './packed-files.ts'

const code = 'export const words = "Сот отырысы"\n'
let directory: string
let server: Server

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'press-gallery-packed-'))
  await writeFile(join(directory, 'app.js'), code)
  await writeFile(join(directory, 'app.js.br'), brotliCompressSync(code))
  await writeFile(join(directory, 'app.js.gz'), gzipSync(code))
  await writeFile(join(directory, 'small.js'), code)
  const app = express()
  app.use('/assets', packedFiles(directory), express.static(directory))
  server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  server.close()
  await rm(directory, { recursive: true })
})

/** Not `fetch()`, which unpacks by itself. */
function ask(
  file: string,
  accepts: string | undefined,
): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server does not listen')
  const headers = accepts === undefined ? {} : { 'Accept-Encoding': accepts }
  return new Promise((resolve, reject) => {
    get({ port: address.port, host: '127.0.0.1', path: `/assets/${file}`, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }))
    }).on('error', reject)
  })
}

test.for([
  { accepts: 'gzip, deflate, br, zstd', encoding: 'br', unpack: brotliDecompressSync },
  { accepts: 'gzip, deflate', encoding: 'gzip', unpack: gunzipSync },
  { accepts: 'br;q=0, gzip', encoding: 'gzip', unpack: gunzipSync },
  { accepts: 'identity', encoding: undefined, unpack: (body: Buffer) => body },
  { accepts: undefined, encoding: undefined, unpack: (body: Buffer) => body },
])('whoever accepts $accepts gets $encoding', async ({ accepts, encoding, unpack }) => {
  const { headers, body } = await ask('app.js', accepts)
  expect(headers['content-encoding']).toBe(encoding)
  expect(headers['content-type']).toMatch(/^text\/javascript/)
  expect(headers.vary).toBe('Accept-Encoding')
  expect(unpack(body).toString()).toBe(code)
})

test('what has not been compressed is sent as it is', async () => {
  const { headers, body } = await ask('small.js', 'br, gzip')
  expect(headers['content-encoding']).toBeUndefined()
  expect(body.toString()).toBe(code)
})
