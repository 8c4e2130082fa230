import { once } from 'node:events'
import { createServer } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { interleaved } from '../testing/scripted-camera.ts'
import { RtspConnection } from './connection.ts'

const toStop: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of toStop.splice(0).toReversed()) await stop()
})

/** A delayed acknowledgement lasts 40 ms, in which this process turns thousands of times; loopback needs one or two. */
const fewTurns = 50

test('what a camera sends while an acknowledgement is due comes at once, also after something was written to it', async () => {
  const server = createServer()
  toStop.push(() => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const received = { frames: 0 }
  const events = { onFrame: () => void received.frames++, onClose: () => undefined }
  const accepted = once(server, 'connection')
  const connection = await RtspConnection.open('127.0.0.1', port, events, new AbortController().signal)
  toStop.push(() => connection.close())
  const [camera] = await accepted
  const turnsUntilReceived = async (): Promise<number> => {
    const before = received.frames
    camera.write(interleaved(0, Buffer.alloc(100)))
    let turns = 0
    for (; received.frames === before; turns++) await turn()
    return turns
  }
  // Linux acknowledges a young connection's first packets at once, whatever is written.
  for (let i = 0; i < 40; i++) await turnsUntilReceived()

  const heard = once(camera, 'data')
  connection.sendFrame(1, Buffer.alloc(8))
  await heard
  const turns = [await turnsUntilReceived(), await turnsUntilReceived(), await turnsUntilReceived()]
  expect(Math.max(...turns)).toBeLessThan(fewTurns)
})
