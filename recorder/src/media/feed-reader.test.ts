import { RtpPacket } from 'rtp.js/packets'
import { describe, expect, it } from 'vitest'
import { FeedReader } from './feed-reader.ts'
import { parseSps } from './parameter-sets.ts'

/** Of x264: 320x180 in Constrained Baseline; 1920x1080 in High, progressive and interlaced. */
const baselineSps = Buffer.from('6742c00cda05067e7c0440000003004000000ca3c50aa8', 'hex')
const pps = Buffer.from('68ce0fc8', 'hex')
const highSps = Buffer.from('67640028acd940780227e5c044000003000400000300c83c60c658', 'hex')
const interlacedSps = Buffer.from('67640028acd94078044fde0220000003002000000643e2c5b2c0', 'hex')

function rtp(payload: Buffer, sequence: number, timestamp: number): Buffer {
  const packet = new RtpPacket()
  packet.setSequenceNumber(sequence)
  packet.setTimestamp(timestamp)
  packet.setMarker(true)
  packet.setPayload(new DataView(Uint8Array.from(payload).buffer))
  const bytes = Buffer.alloc(packet.getByteLength())
  packet.serialize(bytes.buffer, bytes.byteOffset)
  return bytes
}

describe('FeedReader', () => {
  it('passes over garbage, and over media of which the time is not known', () => {
    const reader = new FeedReader()
    const garbage = [Buffer.alloc(0), Buffer.from([0x80]), Buffer.alloc(300, 0xff), Buffer.alloc(12, 0x9f)]
    for (const [index, packet] of garbage.entries()) {
      expect(reader.read({ kind: 'video', index, packet })).toEqual([])
      expect(reader.read({ kind: 'audio', index, packet })).toEqual([])
    }
    expect(reader.read({ kind: 'audio', index: 9, packet: rtp(Buffer.from([0xfc, 1]), 1, 0) })).toEqual([])
    expect(reader.unreadable).toBeGreaterThan(0)
  })

  it('gives a picture with lengths in front and its parameter sets beside it', () => {
    const reader = new FeedReader()
    reader.read({ kind: 'clock', index: 0, track: 'video', rtpTimestamp: 90_000, wallClockMs: 5000 })
    const units = [baselineSps, pps, Buffer.from([0x65, 0x88, 1])]
    const frames = units.flatMap((unit, i) =>
      reader.read({ kind: 'video', index: i + 1, packet: rtp(unit, i, 180_000) }),
    )
    expect(frames).toHaveLength(1)
    expect(frames[0]).toMatchObject({ kind: 'video', timeMs: 6000, key: true, frameIndex: 1 })
    expect(frames[0]?.data.toString('hex')).toBe('00000003658801')
    expect(frames[0]?.config?.avcC.includes(baselineSps)).toBe(true)
  })

  it('does not let two pictures share an instant', () => {
    const reader = new FeedReader()
    reader.read({ kind: 'clock', index: 0, track: 'audio', rtpTimestamp: 0, wallClockMs: 5000 })
    const times = [0, 0, 960].flatMap((timestamp, i) =>
      reader
        .read({ kind: 'audio', index: i, packet: rtp(Buffer.from([0xfc, 1]), i, timestamp) })
        .map((frame) => frame.timeMs),
    )
    expect(times).toEqual([5000, 5001, 5020])
  })
})

describe('parseSps()', () => {
  it.each([
    { name: 'Constrained Baseline', sps: baselineSps, widthPx: 320, heightPx: 180 },
    { name: 'High', sps: highSps, widthPx: 1920, heightPx: 1080 },
    { name: 'High, interlaced', sps: interlacedSps, widthPx: 1920, heightPx: 1080 },
  ])('reads the size of $name', ({ sps, widthPx, heightPx }) => {
    expect(parseSps(sps)).toMatchObject({ widthPx, heightPx, chromaFormat: 1, bitDepthLuma: 8 })
  })

  it('throws RangeError, and nothing else, on what is no SPS', () => {
    let seed = 7
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
    const outcomes = new Set<string>()
    for (let i = 0; i < 20_000; i++) {
      const bytes = Buffer.from([0x67, ...Array.from({ length: random(40) }, () => random(256))])
      try {
        outcomes.add(parseSps(bytes).widthPx > 0 ? 'a size' : 'no size')
      } catch (error) {
        outcomes.add(error instanceof RangeError ? 'RangeError' : String(error))
      }
    }
    expect([...outcomes].toSorted()).toEqual(['RangeError', 'a size'])
  })
})
