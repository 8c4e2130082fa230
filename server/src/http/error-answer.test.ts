import { once } from 'node:events'
import { createServer, get } from 'node:http'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import express from 'express'
import pino from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { errorHandler } from './error-answer.ts'

const line = z.object({ level: z.number(), msg: z.string() })

/** Asks for an answer that begins only once whoever asked has left; resolves with what is logged of it. */
async function loggedAfterLeaving(answer: (response: express.Response) => Promise<void>): Promise<string> {
  const lines = new PassThrough()
  const app = express()
  const asked = Promise.withResolvers<void>()
  app.get('/', async (_, response) => {
    const left = once(response, 'close')
    asked.resolve()
    await left
    await answer(response)
  })
  app.use(errorHandler(pino({ level: 'debug' }, lines)))
  const server = createServer(app).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const address = z.object({ port: z.number() }).parse(server.address())
  const request = get(`http://127.0.0.1:${address.port}/`)
  request.on('error', () => undefined)
  await asked.promise
  request.destroy()
  const [chunk]: unknown[] = await once(lines, 'data')
  const { level, msg } = line.parse(JSON.parse(String(chunk)))
  return `${pino.levels.labels[level]}: ${msg}`
}

it('counts it as no fault of the server that a viewer left before a file was on its way', async () => {
  const file = fileURLToPath(import.meta.url)
  const logged = await loggedAfterLeaving(
    (response) =>
      new Promise((resolve, reject) => {
        response.sendFile(file, (error?: Error) => (error === undefined ? resolve() : reject(error)))
      }),
  )
  expect(logged).toBe('debug: whoever asked has left before the answer')
})

it('still tells of what fails behind the back of someone who has left', async () => {
  const logged = await loggedAfterLeaving(() => Promise.reject(new Error('the disk is full')))
  expect(logged).toBe('error: request failed')
})
