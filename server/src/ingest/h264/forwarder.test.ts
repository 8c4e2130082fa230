import { describe, expect, test } from 'vitest'
import { parseRtpHeader, writeRtpHeader } from '../rtp/rtp-header.ts'
import { H264Forwarder } from './forwarder.ts'
import { joinStapA, nalTypeOf, unitsOfStapA } from './nal.ts'
import { parseSequenceParameters, whyNotForWebRtc } from './sps.ts'

const sps1080 = Buffer.from('67640028acb200f0044fcb80880000030008000003019478c19240', 'hex')
const spsBFrames = Buffer.from('674d400ceca0a0cfcf80880000030008000003019078a14cb0', 'hex')
const sps422 = Buffer.from('677a000dbcd94141fb011000000300100000030320f1429960', 'hex')
const pps = Buffer.from('68ebc3cb22c0', 'hex')
const idr = (bytes: number): Buffer => Buffer.concat([Buffer.from([0x65]), Buffer.alloc(bytes - 1, 7)])
const slice = Buffer.from([0x41, 1, 2, 3])

function forward(parameterSets: Buffer[] = [sps1080, pps]) {
  const out: { sequence: number; timestamp: number; marker: boolean; payload: Buffer }[] = []
  const unfit: string[] = []
  let sequence = 65_530
  const forwarder = new H264Forwarder({
    parameterSets,
    maxPacketBytes: 1400,
    emit: (packet) => {
      const header = parseRtpHeader(packet)
      if (!header) throw new Error('no RTP')
      expect(packet.length).toBeLessThanOrEqual(1400)
      out.push({ ...header, payload: packet.subarray(header.payloadStart, header.payloadEnd) })
    },
    onWaiting: () => undefined,
    onUnfit: (reason) => unfit.push(reason),
  })
  const push = (payload: Buffer, frame: number, marker = true, arrivalMs = frame * 40): void => {
    const packet = Buffer.concat([Buffer.alloc(12), payload])
    writeRtpHeader(packet, {
      payloadType: 96,
      ssrc: 1,
      marker,
      timestamp: frame * 3600,
      sequence: sequence++ & 0xffff,
    })
    const header = parseRtpHeader(packet)
    if (header) forwarder.push(packet, header, arrivalMs)
  }
  const skip = (): number => sequence++
  return { out, unfit, push, skip, forwarder }
}

/** The sequence numbers have no gap, across the wrap too. */
function expectUnbroken(out: readonly { sequence: number }[]): void {
  const steps = out.slice(1).map(({ sequence }, i) => (sequence - (out[i]?.sequence ?? 0)) & 0xffff)
  expect(steps.every((step) => step === 1)).toBe(true)
}

describe('forwarding H.264', () => {
  test('begins with a key frame and puts the parameter sets of the SDP before it', () => {
    const { out, push } = forward()
    push(slice, 0)
    push(slice, 1)
    push(idr(100), 2)
    push(slice, 3)
    expect(out.map(({ payload }) => nalTypeOf(payload))).toEqual([24, 5, 1])
    expect(unitsOfStapA(out[0]?.payload ?? Buffer.alloc(0))).toEqual([sps1080, pps])
    expect(out[0]).toMatchObject({ timestamp: 7200, marker: false })
    expectUnbroken(out)
  })

  test('knows how far apart key frames are, of one or several slices', () => {
    const { push, forwarder } = forward()
    push(idr(100), 0, false)
    push(idr(100), 0)
    push(slice, 1)
    expect(forwarder.keyFramesEveryMs).toBeNull()
    push(idr(100), 50)
    expect(forwarder.keyFramesEveryMs).toBe(2000)
    push(idr(100), 60)
    expect(forwarder.keyFramesEveryMs).toBe(400)
  })

  test('leaves parameter sets that come in-band as they are', () => {
    const { out, push } = forward([])
    push(joinStapA([sps1080, pps]), 0, false)
    push(idr(100), 0)
    push(joinStapA([sps1080, pps, idr(50)]), 1)
    expect(out.map(({ payload }) => nalTypeOf(payload))).toEqual([24, 5, 24])
  })

  test('remembers sets that came once, for the key frames after', () => {
    const { out, push } = forward([])
    push(sps1080, 0, false)
    push(pps, 0, false)
    push(idr(100), 0)
    push(idr(100), 1)
    expect(out.map(({ payload }) => nalTypeOf(payload))).toEqual([24, 5, 24, 5])
    expectUnbroken(out)
  })

  test('cuts large packets, one NAL unit out of them again', () => {
    const { out, push } = forward()
    const large = Buffer.concat([
      Buffer.from([0x65]),
      Buffer.from(Array.from({ length: 50_000 }, (_, i) => i % 251)),
    ])
    push(large, 0)
    push(slice, 1)
    const fragments = out.slice(1, -1).map(({ payload }) => payload)
    expect(fragments.every((payload) => nalTypeOf(payload) === 28)).toBe(true)
    expect(fragments.map((payload) => (payload[1] ?? 0) >> 6)).toEqual([
      2,
      ...fragments.slice(2).map(() => 0),
      1,
    ])
    const whole = Buffer.concat([Buffer.from([0x65]), ...fragments.map((payload) => payload.subarray(2))])
    expect(whole.equals(large)).toBe(true)
    expect(out.at(-2)?.marker).toBe(true)
    expect(out.slice(1, -2).some(({ marker }) => marker)).toBe(false)
    expectUnbroken(out)
  })

  test('cuts a large fragment, and a STAP-A into its units', () => {
    const { out, push } = forward()
    push(Buffer.concat([Buffer.from([0x7c, 0x85]), Buffer.alloc(3000, 1)]), 0, false)
    push(Buffer.concat([Buffer.from([0x7c, 0x45]), Buffer.alloc(3000, 1)]), 0)
    const flags = out.slice(1).map(({ payload }) => (payload[1] ?? 0) & 0xe0)
    expect(flags).toEqual([0x80, 0, 0, 0, 0, 0x40])
    push(joinStapA([Buffer.concat([Buffer.from([0x41]), Buffer.alloc(2000)]), slice]), 1)
    expect(out.slice(7).map(({ payload }) => nalTypeOf(payload))).toEqual([28, 28, 1])
    expectUnbroken(out)
  })

  test('passes a loss on as a gap', () => {
    const { out, push, skip } = forward()
    push(idr(10), 0)
    skip()
    push(slice, 1)
    expect(((out[2]?.sequence ?? 0) - (out[1]?.sequence ?? 0)) & 0xffff).toBe(2)
  })

  test('finds B-frames by their timestamps', () => {
    const { out, unfit, push } = forward()
    for (const frame of [0, 3, 1, 2, 6, 4, 5]) push(frame === 0 ? idr(10) : slice, frame)
    expect(unfit).toEqual(['B-frames'])
    expect(out.length).toBeLessThan(6)
  })

  test('finds by the parameter sets what no browser shows', () => {
    const { unfit, push } = forward([])
    push(spsBFrames, 0)
    expect(unfit).toEqual(['B-frames'])
  })

  test('goes on when the resolution changes', () => {
    const { out, unfit, push } = forward()
    push(idr(10), 0)
    push(joinStapA([Buffer.from('6742c01ed900a03db011000003000100000300320f162e48', 'hex'), pps]), 1, false)
    push(idr(10), 1)
    push(idr(10), 2)
    expect(unfit).toEqual([])
    expect(unitsOfStapA(out[4]?.payload ?? Buffer.alloc(0))[0]?.[1]).toBe(0x42)
  })

  test('lets a stream without key frames through after a while', () => {
    const { out, push } = forward()
    for (let frame = 0; frame < 130; frame++) push(slice, frame)
    expect(out.length).toBeGreaterThan(20)
  })

  test('random payloads do not make it throw', () => {
    const { out, push } = forward()
    let seed = 1
    const next = (): number => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) >> 8
    for (let i = 0; i < 2000; i++)
      push(Buffer.from(Array.from({ length: next() % 40 }, () => next() & 255)), i)
    for (const type of [5, 7, 8, 24, 28]) push(Buffer.from([0x60 | type]), 1)
    push(idr(10), 2001)
    expect(out.length).toBeGreaterThan(0)
  })
})

describe('a sequence parameter set', () => {
  test('1080p with cropping', () => {
    const parameters = parseSequenceParameters(sps1080)
    expect(parameters).toMatchObject({ widthPx: 1920, heightPx: 1080, profile: 100, reorderFrames: 0 })
    expect(parameters && whyNotForWebRtc(parameters)).toBeNull()
  })

  test('B-frames and 4:2:2', () => {
    const reasons = [spsBFrames, sps422].map((nal) => {
      const parameters = parseSequenceParameters(nal)
      return parameters && whyNotForWebRtc(parameters)
    })
    expect(reasons).toEqual(['B-frames', 'profile 122'])
  })

  test('cut short, empty or another NAL unit', () => {
    expect(parseSequenceParameters(Buffer.alloc(0))).toBeNull()
    expect(parseSequenceParameters(pps)).toBeNull()
    expect(parseSequenceParameters(Buffer.alloc(2000, 0x67))).toBeNull()
    for (let cut = 0; cut < 12; cut++) parseSequenceParameters(sps1080.subarray(0, cut))
  })
})
