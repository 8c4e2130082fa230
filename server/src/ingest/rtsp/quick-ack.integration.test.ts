import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { interleaved, scriptedSdp, startScriptedCamera } from '../testing/scripted-camera.ts'
import { RtspConnection } from './connection.ts'

const toStop: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of toStop.splice(0).toReversed()) await stop()
})

/** A delayed acknowledgement lasts 40 ms, in which this process turns thousands of times; loopback needs one or two. */
const fewTurns = 50

test('what a camera sends while an acknowledgement is due comes at once, also after something was written to it', async () => {
  const camera = await startScriptedCamera(scriptedSdp)
  toStop.push(() => camera.stop())
  const { hostname, port } = new URL(camera.url)
  const received = { frames: 0 }
  const events = { onFrame: () => void received.frames++, onClose: () => undefined }
  const connection = await RtspConnection.open(hostname, Number(port), events, new AbortController().signal)
  toStop.push(() => connection.close())
  const turnsUntilReceived = async (): Promise<number> => {
    const before = received.frames
    camera.send(interleaved(0, Buffer.alloc(100)))
    let turns = 0
    for (; received.frames === before; turns++) await turn()
    return turns
  }
  // Linux acknowledges a young connection's first packets at once, whatever is written.
  for (let i = 0; i < 40; i++) await turnsUntilReceived()

  await connection.request('OPTIONS', camera.url, [])
  const turns = [await turnsUntilReceived(), await turnsUntilReceived(), await turnsUntilReceived()]
  expect(Math.max(...turns)).toBeLessThan(fewTurns)
})
