import { describe, expect, it } from 'vitest'
import {
  GroupOfPictures,
  parseVideoPacket,
  squeezeTimestamps,
  type VideoPacket,
} from './group-of-pictures.ts'

const limits = { maxBytes: 10_000, maxDurationMs: 1_000 }

let sequence = 0
function packet(timestamp: number, payload: number[]): VideoPacket {
  sequence = (sequence + 1) & 0xffff
  const header = Buffer.alloc(12)
  header[0] = 0x80
  header.writeUInt16BE(sequence, 2)
  header.writeUInt32BE(timestamp, 4)
  return { bytes: Buffer.concat([header, Buffer.from(payload)]), sequence, timestamp }
}

const sps = [0x67, 1, 2, 3]
const idr = [0x65, 1, 2, 3]
const delta = [0x41, 1, 2, 3]

describe('GroupOfPictures', () => {
  it('holds nothing until a key frame begins', () => {
    const group = new GroupOfPictures(limits)
    expect(group.push(packet(0, delta))).toEqual({ beganGroup: false })
    expect(group.packets).toEqual([])
  })

  it('begins with the parameter sets that came before the IDR slice in its access unit', () => {
    const group = new GroupOfPictures(limits)
    group.push(packet(0, delta))
    const parameterSets = packet(3600, sps)
    const slice = packet(3600, idr)
    expect(group.push(parameterSets)).toEqual({ beganGroup: false })
    expect(group.push(slice)).toEqual({ beganGroup: true })
    const next = packet(7200, delta)
    group.push(next)
    expect(group.packets).toEqual([parameterSets, slice, next])
  })

  it('begins once with a key frame of several slices', () => {
    const group = new GroupOfPictures(limits)
    expect(group.push(packet(0, idr)).beganGroup).toBe(true)
    expect(group.push(packet(0, idr)).beganGroup).toBe(false)
    expect(group.packets).toHaveLength(2)
  })

  it('lets the old group go when the next begins', () => {
    const group = new GroupOfPictures(limits)
    group.push(packet(0, idr))
    group.push(packet(3600, delta))
    group.push(packet(7200, idr))
    expect(group.packets.map(({ timestamp }) => timestamp)).toEqual([7200])
  })

  it.each([
    { name: 'a first FU-A', payload: [0x7c, 0x85, 9], begins: true },
    { name: 'a later FU-A', payload: [0x7c, 0x05, 9], begins: false },
    { name: 'an FU-A of another kind', payload: [0x7c, 0x81, 9], begins: false },
    {
      name: 'a STAP-A with an IDR slice in second place',
      payload: [0x78, 0, 2, 0x67, 1, 0, 2, 0x65, 1],
      begins: true,
    },
    { name: 'a STAP-A without', payload: [0x78, 0, 2, 0x67, 1, 0, 2, 0x68, 1], begins: false },
    { name: 'a STAP-A whose length is a lie', payload: [0x78, 0xff, 0xff, 0x67, 1], begins: false },
    { name: 'an empty payload', payload: [], begins: false },
  ])('$name begins a group: $begins', ({ payload, begins }) => {
    expect(new GroupOfPictures(limits).push(packet(0, payload)).beganGroup).toBe(begins)
  })

  it('keeps no group longer than the limit', () => {
    const group = new GroupOfPictures(limits)
    group.push(packet(0xffff_ff00, idr))
    group.push(packet((0xffff_ff00 + 90_000) >>> 0, delta))
    expect(group.packets).toHaveLength(2)
    group.push(packet((0xffff_ff00 + 90_090) >>> 0, delta))
    expect(group.packets).toEqual([])
  })

  it('keeps no group larger than the limit, and the next one again', () => {
    const group = new GroupOfPictures({ ...limits, maxBytes: 40 })
    group.push(packet(0, idr))
    group.push(packet(90, delta))
    group.push(packet(180, delta))
    expect(group.packets).toEqual([])
    group.push(packet(270, idr))
    expect(group.packets).toHaveLength(1)
  })
})

describe('squeezeTimestamps', () => {
  it('puts pictures 1 ms apart, the last at its own time, packets of a picture together', () => {
    const at = [0, 0, 3600, 7200, 7200].map((timestamp) => ({ timestamp }))
    expect(squeezeTimestamps(at)).toEqual([7020, 7020, 7110, 7200, 7200])
  })

  it('wraps below zero', () => {
    expect(squeezeTimestamps([{ timestamp: 0xffff_fff0 }, { timestamp: 45 }])).toEqual([0xffff_ffd3, 45])
  })

  it('squeezes a long group into 50 ms', () => {
    const at = Array.from({ length: 250 }, (_, i) => ({ timestamp: i * 3600 }))
    const squeezed = squeezeTimestamps(at)
    const last = squeezed.at(-1) ?? 0
    expect(last).toBe(249 * 3600)
    expect(last - (squeezed[0] ?? 0)).toBeLessThanOrEqual(50 * 90)
    expect(new Set(squeezed).size).toBe(250)
  })

  it('has nothing to say of nothing', () => {
    expect(squeezeTimestamps([])).toEqual([])
  })
})

describe('parseVideoPacket', () => {
  it('takes extensions and padding off', () => {
    const header = [0xb0, 0x80 | 102, 0, 7, 0, 0, 0, 9, 1, 2, 3, 4]
    const extension = [0xbe, 0xde, 0, 1, 0x10, 0xff, 0, 0]
    const padding = [0, 0, 3]
    const raw = Buffer.from([header, extension, [0x65, 1, 2], padding].flat())
    expect(parseVideoPacket(raw)).toEqual({
      bytes: Buffer.from([0x80, 0x80 | 102, 0, 7, 0, 0, 0, 9, 1, 2, 3, 4, 0x65, 1, 2]),
      sequence: 7,
      timestamp: 9,
    })
  })

  it('is null for what is no RTP packet', () => {
    expect(parseVideoPacket(Buffer.from([1, 2, 3]))).toBeNull()
  })
})
