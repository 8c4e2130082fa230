import { afterEach, expect, test, vi } from 'vitest'
import { writeRtpHeader } from './rtp/rtp-header.ts'
import { rtspSource } from './rtsp-source.ts'
import { playSource } from './testing/play-source.ts'
import { interleaved, scriptedSdp, startScriptedCamera } from './testing/scripted-camera.ts'

const idr = 0x65
const slice = 0x41
/** As long as is let pass before a camera is asked again. */
const askAgainFrames = 15

const toStop: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of toStop.splice(0).toReversed()) await stop()
})

/** A camera over TCP with a key frame each `groupFrames`, seen until its second one. */
async function camera(groupFrames: number) {
  const scripted = await startScriptedCamera(scriptedSdp)
  toStop.push(() => scripted.stop())
  const { media, source } = playSource(rtspSource, { kind: 'rtsp', url: scripted.url, transport: 'tcp' })
  toStop.push(() => source.stop())
  await vi.waitFor(() => expect(scripted.played).toBe(1))
  let frame = 0
  const timer = setInterval(() => {
    const packet = Buffer.alloc(60, 1)
    const timestamp = frame * 3600
    writeRtpHeader(packet, { payloadType: 96, marker: true, sequence: frame & 0xffff, timestamp, ssrc: 5 })
    packet[12] = frame % groupFrames === 0 ? idr : slice
    scripted.send(interleaved(0, packet))
    frame++
  }, 40)
  toStop.push(() => Promise.resolve(clearInterval(timer)))
  const frames = async (count: number): Promise<void> => {
    const until = media.pictures.length + count
    await vi.waitFor(() => expect(media.pictures.length).toBeGreaterThan(until), { timeout: 10_000 })
  }
  await frames(groupFrames + 5)
  return { scripted, source, frames }
}

test('a camera whose key frames come often is not asked for one, since each asking holds its sound', async () => {
  const { scripted, source, frames } = await camera(25)
  const before = scripted.keyFramesAsked
  source.requestKeyFrame?.()
  await frames(askAgainFrames)
  expect(scripted.keyFramesAsked).toBe(before)
})

test('a camera whose key frames are rare is asked', async () => {
  const { scripted, source, frames } = await camera(80)
  const before = scripted.keyFramesAsked
  await frames(askAgainFrames)
  source.requestKeyFrame?.()
  await vi.waitFor(() => expect(scripted.keyFramesAsked).toBe(before + 1))
})
