import { RtpPacket } from 'rtp.js/packets'
import { describe, expect, it } from 'vitest'
import { H264Depacketiser } from './h264-depacketiser.ts'

interface Sent {
  sequence: number
  timestamp?: number
  marker?: boolean
  payload: number[]
}

function packet({ sequence, timestamp = 0, marker = false, payload }: Sent): RtpPacket {
  const rtp = new RtpPacket()
  rtp.setSequenceNumber(sequence)
  rtp.setTimestamp(timestamp)
  rtp.setMarker(marker)
  rtp.setPayload(new DataView(Uint8Array.from(payload).buffer))
  return rtp
}

function depacketise(...sent: Sent[]): { units: number[][][]; malformed: number; lost: number } {
  const depacketiser = new H264Depacketiser()
  const units = sent.flatMap((one, i) => depacketiser.push(packet(one), i))
  return {
    units: units.map((unit) => unit.nalUnits.map((nalUnit) => [...nalUnit])),
    malformed: depacketiser.malformed,
    lost: depacketiser.lost,
  }
}

describe('H264Depacketiser', () => {
  it('joins parameter sets of a STAP-A and the fragments of a key frame', () => {
    const { units } = depacketise(
      { sequence: 65_534, payload: [0x78, 0, 2, 0x67, 1, 0, 2, 0x68, 2] },
      { sequence: 65_535, payload: [0x7c, 0x85, 1, 2] },
      { sequence: 0, payload: [0x7c, 0x05, 3] },
      { sequence: 1, marker: true, payload: [0x7c, 0x45, 4] },
    )
    expect(units).toEqual([
      [
        [0x67, 1],
        [0x68, 2],
        [0x65, 1, 2, 3, 4],
      ],
    ])
  })

  it('ends a picture without a marker at the next timestamp', () => {
    const { units } = depacketise(
      { sequence: 1, timestamp: 1, payload: [0x65, 1] },
      { sequence: 2, timestamp: 2, marker: true, payload: [0x41, 2] },
    )
    expect(units).toEqual([[[0x65, 1]], [[0x41, 2]]])
  })

  it('does not take a marker on parameter sets for the end of a picture', () => {
    const { units } = depacketise(
      { sequence: 1, marker: true, payload: [0x67, 1] },
      { sequence: 2, marker: true, payload: [0x65, 2] },
    )
    expect(units).toEqual([
      [
        [0x67, 1],
        [0x65, 2],
      ],
    ])
  })

  it('leaves out a NAL unit of which a packet is missing, and keeps the rest of the picture', () => {
    const { units, lost } = depacketise(
      { sequence: 1, payload: [0x41, 1] },
      { sequence: 2, payload: [0x5c, 0x81, 2] },
      { sequence: 4, marker: true, payload: [0x5c, 0x41, 4] },
    )
    expect(units).toEqual([[[0x41, 1]]])
    expect(lost).toBe(1)
  })

  it('passes over packets that come late or twice, and follows a new stream', () => {
    const { units } = depacketise(
      { sequence: 500, timestamp: 1, marker: true, payload: [0x65, 1] },
      { sequence: 500, timestamp: 1, marker: true, payload: [0x65, 1] },
      { sequence: 499, timestamp: 0, marker: true, payload: [0x41, 1] },
      { sequence: 3, timestamp: 9, marker: true, payload: [0x65, 3] },
    )
    expect(units).toEqual([[[0x65, 1]], [[0x65, 3]]])
  })

  const hostile = [
    { name: 'an empty payload', payload: [] },
    { name: 'the forbidden bit', payload: [0xe5, 1] },
    { name: 'type 0', payload: [0x60, 1] },
    { name: 'STAP-B', payload: [0x79, 0, 0, 0, 1, 0x65] },
    { name: 'FU-B', payload: [0x7d, 0x85, 1] },
    { name: 'a STAP-A whose size lies', payload: [0x78, 0xff, 0xff, 0x65, 1] },
    { name: 'a STAP-A of size 0', payload: [0x78, 0, 0] },
    { name: 'a STAP-A that ends in a size', payload: [0x78, 0] },
    { name: 'a STAP-A in a STAP-A', payload: [0x78, 0, 3, 0x78, 0, 0] },
    { name: 'an FU-A without a header', payload: [0x7c] },
    { name: 'an FU-A without a body', payload: [0x7c, 0x85] },
    { name: 'an FU-A that begins and ends', payload: [0x7c, 0xc5, 1] },
    { name: 'an FU-A of an FU-A', payload: [0x7c, 0x9c, 1] },
  ]
  it.each(hostile)('passes over $name', ({ payload }) => {
    const { units, malformed } = depacketise(
      { sequence: 1, marker: true, payload },
      { sequence: 2, marker: true, payload: [0x65, 9] },
    )
    expect(units).toEqual([[[0x65, 9]]])
    expect(malformed).toBe(1)
  })

  it('passes over a fragment whose beginning it has not seen', () => {
    expect(depacketise({ sequence: 1, marker: true, payload: [0x7c, 0x45, 1] }).units).toEqual([])
  })

  it('survives random bytes', () => {
    const depacketiser = new H264Depacketiser()
    let seed = 1
    const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
    for (let i = 0; i < 20_000; i++) {
      const payload = Array.from({ length: random(40) }, () => random(256))
      depacketiser.push(
        packet({ sequence: i & 0xffff, timestamp: random(8), marker: random(4) === 0, payload }),
        i,
      )
    }
    expect(depacketiser.malformed).toBeGreaterThan(1000)
  })
})
