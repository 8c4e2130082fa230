import { afterEach, describe, expect, test, vi } from 'vitest'
import { writeRtpHeader } from './rtp/rtp-header.ts'
import { startFeed, type FeedUnderTest } from './testing/feed-under-test.ts'
import {
  interleaved,
  scriptedSdp,
  startScriptedCamera,
  type ScriptedCamera,
} from './testing/scripted-camera.ts'

const toStop: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of toStop.splice(0).toReversed()) await stop()
})

async function begin(text = scriptedSdp): Promise<{ camera: ScriptedCamera; under: FeedUnderTest }> {
  const camera = await startScriptedCamera(text)
  toStop.push(() => camera.stop())
  const under = await startFeed({ kind: 'rtsp', url: camera.url, transport: 'auto' })
  toStop.push(() => under.stop())
  return { camera, under }
}

function opus(sequence: number): Buffer {
  const packet = Buffer.alloc(60, 1)
  const timestamp = (sequence * 960) % 2 ** 32
  writeRtpHeader(packet, { payloadType: 97, marker: false, sequence: sequence & 0xffff, timestamp, ssrc: 5 })
  return interleaved(2, packet)
}

function randomBytes(): (count: number) => Buffer {
  let seed = 11
  const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) >> 8
  return (count) => Buffer.from(Array.from({ length: count }, () => next() & 255))
}

describe('a camera that sends rubbish', () => {
  test('as RTP and RTCP, among good packets: only the good ones come through', async () => {
    const { camera, under } = await begin()
    await vi.waitFor(() => expect(camera.played).toBe(1))
    const random = randomBytes()
    let sequence = 65_400
    const timer = setInterval(() => {
      camera.send(opus(sequence++))
      for (let channel = 0; channel < 6; channel++) camera.send(interleaved(channel, random(sequence % 300)))
      // Headers that look right, with what else is wrong.
      const forged = Buffer.concat([Buffer.from([0x80 | (sequence & 0x3f), 97]), random(70)])
      camera.send(interleaved(2, forged))
      camera.send(interleaved(0, Buffer.concat([Buffer.from([0x80, 96]), random(40)])))
      camera.send(interleaved(3, Buffer.concat([Buffer.from([0x81, 200, 0, 6]), random(24)])))
    }, 20)
    toStop.push(() => Promise.resolve(clearInterval(timer)))
    await under.flows(200, ['audio'])
    expect(under.breaks).toEqual([])
    expect(under.feed.status.state).toBe('live')
  })

  test('instead of RTSP: not understood, and tried again', async () => {
    const { camera, under } = await begin()
    await vi.waitFor(() => expect(camera.played).toBe(1))
    camera.send(Buffer.from(randomBytes()(400_000).map((byte) => (byte === 0x24 ? 0 : byte))))
    await under.becomes('reconnecting', 'not_understood')
    await vi.waitFor(() => expect(camera.played).toBeGreaterThan(1), { timeout: 5000 })
  })

  test('nothing at all after PLAY: silent', async () => {
    const { under } = await begin()
    const status = await under.becomes('reconnecting', 'silent', 6000)
    expect(status.nextTryMs).not.toBeNull()
  })

  test('no codec that we can carry', async () => {
    const { under } = await begin(scriptedSdp.replace('H264', 'VP8').replace('OPUS', 'G729'))
    const status = await under.becomes('failed', 'unsupported_codec')
    expect(status.nextTryMs).not.toBeNull()
  })

  test('an SDP that is none', async () => {
    const { under } = await begin('what?')
    const status = await under.becomes('failed', 'unsupported_codec')
    expect(status.video).toBeNull()
  })
})
