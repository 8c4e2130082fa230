import { describe, expect, test } from 'vitest'
import { nalTypeOf } from '../h264/nal.ts'
import { parseRtpHeader } from '../rtp/rtp-header.ts'
import { annexBUnits, toAnnexB } from './annex-b.ts'
import { H264Packetiser } from './h264-packetiser.ts'
import { NalDepacketiser } from './nal-depacketiser.ts'
import type { VideoFrame } from './video-frame.ts'

const maxPacketBytes = 1200

/** A NAL unit of a type, with content that has no start code in it. */
function unit(type: number, length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, i) => (i === 0 ? 0x60 | type : 1 + (i % 250))))
}

function unpack(packets: readonly Buffer[]): VideoFrame[] {
  const depacketiser = new NalDepacketiser('h264', [])
  return packets.flatMap((packet) => {
    const header = parseRtpHeader(packet)
    if (!header) throw new Error('no RTP')
    const payload = packet.subarray(header.payloadStart, header.payloadEnd)
    return depacketiser.push(payload, header.timestamp, header.marker, false)
  })
}

describe('H264Packetiser', () => {
  test('what it packs comes out again, in packets that are not too large, the marker on the last', () => {
    const packetiser = new H264Packetiser({ ssrc: 7, firstSequence: 65_534, maxPacketBytes })
    for (const length of [2, 1187, 1188, 1189, 1190, 2372, 2373, 50_000]) {
      const units = [unit(7, 20), unit(8, 6), unit(6, 40), unit(5, length), unit(5, 300), unit(5, 1000)]
      const packets = packetiser.packetise(toAnnexB(units), 90_000 + length)
      expect(Math.max(...packets.map((packet) => packet.length))).toBeLessThanOrEqual(maxPacketBytes)
      const markers = packets.map((packet) => parseRtpHeader(packet)?.marker)
      expect(markers.indexOf(true)).toBe(packets.length - 1)
      const [frame, ...more] = unpack(packets)
      expect(more).toEqual([])
      expect(frame).toMatchObject({ timestamp: 90_000 + length, key: true })
      expect(annexBUnits(frame?.data ?? Buffer.alloc(0))).toEqual(units)
    }
  })

  test('numbers packets without a gap, past 65535 too', () => {
    const packetiser = new H264Packetiser({ ssrc: 7, firstSequence: 65_534, maxPacketBytes })
    const packets = packetiser.packetise(toAnnexB([unit(5, 5000)]), 0)
    const numbers = packets.map((packet) => parseRtpHeader(packet)?.sequence)
    expect(numbers.slice(0, 4)).toEqual([65_534, 65_535, 0, 1])
  })

  test('puts parameter sets in front of the picture in one packet, and leaves delimiters out', () => {
    const packetiser = new H264Packetiser({ ssrc: 7, firstSequence: 0, maxPacketBytes })
    const packets = packetiser.packetise(toAnnexB([unit(9, 2), unit(7, 20), unit(8, 6), unit(5, 5000)]), 0)
    const [first] = packets
    expect(nalTypeOf(first?.subarray(12) ?? Buffer.alloc(1))).toBe(24)
    const frame = unpack(packets)[0]
    expect(annexBUnits(frame?.data ?? Buffer.alloc(0)).map(nalTypeOf)).toEqual([7, 8, 5])
  })

  test('has nothing to send for nothing', () => {
    const packetiser = new H264Packetiser({ ssrc: 7, firstSequence: 0, maxPacketBytes })
    expect(packetiser.packetise(Buffer.alloc(0), 0)).toEqual([])
    expect(packetiser.packetise(Buffer.from([0, 0, 0, 1]), 0)).toEqual([])
  })
})
