import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { RtpCodec } from '../source.ts'
import { aacFormat } from './aac-depacketiser.ts'
import { annexBUnits } from './annex-b.ts'
import { JpegDepacketiser } from './jpeg-depacketiser.ts'
import { NalDepacketiser } from './nal-depacketiser.ts'

const generic: RtpCodec = {
  name: 'aac',
  encodingName: 'MPEG4-GENERIC',
  payloadType: 97,
  clockRateHz: 48_000,
  channels: 1,
  fmtp: 'streamtype=5;profile-level-id=2;mode=AAC-hbr;config=1188;sizeLength=13;indexLength=3;indexDeltaLength=3',
}
const latm: RtpCodec = { ...generic, encodingName: 'MP4A-LATM', fmtp: 'cpresent=0;config=400023103fc0' }

function genericPayload(sizes: readonly number[], data: Buffer): Buffer {
  const headers = Buffer.alloc(2 + sizes.length * 2)
  headers.writeUInt16BE(sizes.length * 16, 0)
  for (const [i, size] of sizes.entries()) headers.writeUInt16BE(size << 3, 2 + i * 2)
  return Buffer.concat([headers, data])
}

function hevcHeader(type: number): number[] {
  return [type << 1, 1]
}

/** Type 1 (4:2:0), Q 50, 640x360. */
function firstJpeg(body: Buffer): Buffer {
  return laterJpeg(0, body)
}

function laterJpeg(offset: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0, 0, offset >> 8, offset & 0xff, 1, 50, 80, 45]), body])
}

describe('AAC by RFC 3640', () => {
  test('gives the units of a packet, each with its time', () => {
    const data = randomBytes(300)
    const units = aacFormat(generic)?.depacketiser.push(genericPayload([100, 200], data), true, false)
    expect(units).toEqual([
      { data: data.subarray(0, 100), offsetTicks: 0 },
      { data: data.subarray(100), offsetTicks: 1024 },
    ])
  })

  test('joins a unit that comes in fragments, and drops it when one is missing', () => {
    const depacketiser = aacFormat(generic)?.depacketiser
    const data = randomBytes(300)
    const fragments = [data.subarray(0, 150), data.subarray(150)].map((part) => genericPayload([300], part))
    const joined = fragments.flatMap((payload, i) => depacketiser?.push(payload, i === 1, false) ?? [])
    expect(joined).toEqual([{ data, offsetTicks: 0 }])
    const torn = fragments.flatMap((payload, i) => depacketiser?.push(payload, i === 1, i === 1) ?? [])
    expect(torn).toEqual([])
  })

  test('has no format for parameters that say too little', () => {
    expect(aacFormat({ ...generic, fmtp: null })).toBeNull()
    expect(aacFormat({ ...generic, fmtp: 'config=zz;sizelength=13' })).toBeNull()
    expect(aacFormat({ ...generic, fmtp: 'config=1188;sizelength=99' })).toBeNull()
  })
})

describe('AAC by RFC 6416 (LATM)', () => {
  test('finds the codec configuration and the units', () => {
    const format = aacFormat(latm)
    // AAC LC, 48 kHz, one channel.
    expect(format?.config.subarray(0, 2).toString('hex')).toBe('1188')
    const data = randomBytes(300)
    const element = Buffer.concat([Buffer.from([255, 45]), data])
    const units = [element.subarray(0, 100), element.subarray(100)].flatMap(
      (payload, i) => format?.depacketiser.push(payload, i === 1, false) ?? [],
    )
    expect(units).toEqual([{ data, offsetTicks: 0 }])
  })
})

describe('HEVC by RFC 7798', () => {
  test('joins fragments and unpacks aggregates into one picture', () => {
    const depacketiser = new NalDepacketiser('hevc', [])
    const sets = Buffer.from([...hevcHeader(48), 0, 3, ...hevcHeader(33), 7, 0, 3, ...hevcHeader(34), 8])
    const begin = Buffer.from([...hevcHeader(49), 0x80 | 19, 1, 2])
    const end = Buffer.from([...hevcHeader(49), 0x40 | 19, 3])
    const frames = [
      ...depacketiser.push(sets, 5, false, false),
      ...depacketiser.push(begin, 5, false, false),
      ...depacketiser.push(end, 5, true, false),
    ]
    expect(frames).toHaveLength(1)
    expect(frames[0]).toMatchObject({ timestamp: 5, key: true })
    expect(annexBUnits(frames[0]?.data ?? Buffer.alloc(0))).toEqual([
      Buffer.from([...hevcHeader(33), 7]),
      Buffer.from([...hevcHeader(34), 8]),
      Buffer.from([...hevcHeader(19), 1, 2, 3]),
    ])
  })

  test('leaves a unit out of which a packet is missing', () => {
    const depacketiser = new NalDepacketiser('hevc', [])
    depacketiser.push(Buffer.from([...hevcHeader(49), 0x80 | 1, 1, 2]), 5, false, false)
    expect(depacketiser.push(Buffer.from([...hevcHeader(49), 0x40 | 1, 3]), 5, true, true)).toEqual([])
  })
})

describe('Motion JPEG by RFC 2435', () => {
  test('writes the headers that RTP leaves out', () => {
    const depacketiser = new JpegDepacketiser()
    expect(depacketiser.push(firstJpeg(Buffer.alloc(1000, 1)), 9, false, false)).toEqual([])
    const [frame] = depacketiser.push(laterJpeg(1000, Buffer.alloc(500, 2)), 9, true, false)
    const jpeg = frame?.data ?? Buffer.alloc(0)
    expect(jpeg.subarray(0, 4).toString('hex')).toBe('ffd8ffdb')
    expect(jpeg.subarray(-2).toString('hex')).toBe('ffd9')
    const size = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
    expect([jpeg.readUInt16BE(size + 7), jpeg.readUInt16BE(size + 5)]).toEqual([640, 360])
  })

  test('drops a picture of which a packet is missing, and takes the next', () => {
    const depacketiser = new JpegDepacketiser()
    depacketiser.push(firstJpeg(Buffer.alloc(1000)), 9, false, false)
    expect(depacketiser.push(laterJpeg(1500, Buffer.alloc(500)), 9, true, false)).toEqual([])
    expect(depacketiser.push(firstJpeg(Buffer.alloc(1000)), 10, true, true)).toHaveLength(1)
  })
})

describe('hostile payloads', () => {
  test('no depacketiser throws, whatever comes', () => {
    const takers = [
      new NalDepacketiser('h264', []),
      new NalDepacketiser('hevc', []),
      new JpegDepacketiser(),
    ].map((one) => (payload: Buffer, i: number) => one.push(payload, i >> 2, i % 3 === 0, i % 7 === 0))
    const sound = [generic, latm].map((codec) => aacFormat(codec)?.depacketiser)
    let given = 0
    for (let i = 0; i < 20_000; i++) {
      const payload = randomBytes(i % 40)
      // Headers that mean something are met more often than chance would have it.
      if (payload.length > 0 && i % 2 === 0) payload[0] = [24, 28, 48 << 1, 49 << 1, 0][i % 5] ?? 0
      for (const take of takers) given += take(payload, i).length
      for (const depacketiser of sound)
        given += depacketiser?.push(payload, i % 3 === 0, i % 7 === 0).length ?? 0
    }
    // Some of it even makes sense.
    expect(given).toBeGreaterThan(0)
  })
})
