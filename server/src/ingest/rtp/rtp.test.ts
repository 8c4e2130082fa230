import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Reception } from './reception.ts'
import { ReorderBuffer } from './reorder-buffer.ts'
import { buildKeyFrameRequest, buildReceiverReport, buildSenderReport, parseRtcp } from './rtcp.ts'
import { looksLikeRtcp, parseRtpHeader, writeRtpHeader, type RtpHeader } from './rtp-header.ts'
import { sequenceDistance, timestampDistance, wrap32 } from './wrapping.ts'

function packet(sequence: number, timestamp = 0, ssrc = 1, payload = Buffer.from('data')): Buffer {
  const out = Buffer.concat([Buffer.alloc(12), payload])
  writeRtpHeader(out, { payloadType: 96, marker: false, sequence, timestamp, ssrc })
  return out
}

function headerOf(bytes: Buffer): RtpHeader {
  const header = parseRtpHeader(bytes)
  if (!header) throw new Error('no RTP')
  return header
}

describe('the RTP header', () => {
  test('CSRCs, extension and padding lie outside the payload', () => {
    const bytes = Buffer.from(
      'b2e0 0102 00000003 00000004 0000000a 0000000b bede0001 11223344 6162 000003'.replaceAll(' ', ''),
      'hex',
    )
    expect(headerOf(bytes)).toMatchObject({
      payloadType: 0x60,
      marker: true,
      sequence: 0x102,
      timestamp: 3,
      ssrc: 4,
    })
    expect(bytes.subarray(headerOf(bytes).payloadStart, headerOf(bytes).payloadEnd).toString()).toBe('ab')
  })

  test.each([
    '',
    '80',
    '80600001',
    '4060000100000002000000034142',
    '8f60000100000002000000034142',
    '9060000100000002000000034142',
    '90600001000000020000000300000fff',
    'a06000010000000200000003414200',
    'a060000100000002000000034142ff',
  ])('lengths that contradict each other: %s', (hex) =>
    expect(parseRtpHeader(Buffer.from(hex, 'hex'))).toBeNull(),
  )

  test('distances wrap around', () => {
    expect(sequenceDistance(65_535, 2)).toBe(3)
    expect(sequenceDistance(2, 65_535)).toBe(-3)
    expect(timestampDistance(0xffffffff, 9)).toBe(10)
    expect(timestampDistance(9, 0xffffffff)).toBe(-10)
    expect(wrap32(-1)).toBe(0xffffffff)
    expect(wrap32(2 ** 40 + 5)).toBe(5)
  })
})

describe('RTCP', () => {
  const fields = { ssrc: 7, cname: 'courtroom', rtpTimestamp: 123, packetCount: 4, octetCount: 5 }

  test('a sender report says what was put in, with its CNAME', () => {
    const report = buildSenderReport({ ...fields, wallClockMs: 1_795_544_073_635.625 })
    expect(looksLikeRtcp(report)).toBe(true)
    expect(report.includes('courtroom')).toBe(true)
    expect(report.length % 4).toBe(0)
    const [item] = parseRtcp(report)
    expect(item).toMatchObject({ type: 'sender_report', ssrc: 7, rtpTimestamp: 123 })
    expect(item?.type === 'sender_report' && item.sourceMs).toBeCloseTo(1_795_544_073_635.625, 2)
  })

  test('a receiver report', () => {
    const report = buildReceiverReport({
      ssrc: 1,
      cname: 'x',
      sourceSsrc: 2,
      fractionLost: 255,
      totalLost: 1e9,
      highestSequence: 70_000,
      jitter: 3,
      lastSenderReport: 4,
      delaySinceLastSenderReport: 5,
    })
    expect(report.readUInt8(1)).toBe(201)
    expect(report.readUInt32BE(12)).toBe(0xff7fffff)
    expect(report.readUInt32BE(16)).toBe(70_000)
  })

  test('a request for a key frame', () => {
    expect(parseRtcp(buildKeyFrameRequest(1, 99))).toEqual([{ type: 'key_frame_request', ssrc: 99 }])
  })

  test('hostile lengths end the walk', () => {
    const good = buildSenderReport({ ...fields, wallClockMs: 0 })
    const long = Buffer.from(good)
    long.writeUInt16BE(0xffff, 2)
    expect(parseRtcp(long)).toEqual([])
    expect(parseRtcp(Buffer.concat([good, Buffer.from([0x80, 200, 0, 0, 1, 2])]))).toHaveLength(1)
    expect(parseRtcp(Buffer.from('80c80001000000070000', 'hex'))).toEqual([])
    for (let cut = 0; cut < good.length; cut++) parseRtcp(good.subarray(0, cut))
  })
})

function through(sequences: readonly number[]): { out: number[]; buffer: ReorderBuffer } {
  const out: number[] = []
  const buffer = new ReorderBuffer(({ header }) => out.push(header.sequence))
  for (const sequence of sequences) {
    const bytes = packet(sequence)
    buffer.push({ packet: bytes, header: headerOf(bytes), arrivalMs: 0 })
  }
  return { out, buffer }
}

describe('packets over UDP', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('come out in order, without duplicates, across the wrap', () => {
    expect(through([65_533, 65_535, 65_534, 65_534, 1, 0, 2]).out).toEqual([65_533, 65_534, 65_535, 0, 1, 2])
  })

  test('wait for a lost one for a moment only', () => {
    const { out, buffer } = through([10, 12, 13])
    expect(out).toEqual([10])
    vi.advanceTimersByTime(50)
    expect(out).toEqual([10, 12, 13])
    buffer.close()
  })

  test('begin anew when the camera does', () => {
    expect(through([100, 102, 50_000, 50_001]).out).toEqual([100, 102, 50_000, 50_001])
  })

  test('begin anew with another SSRC, though its numbers look late', () => {
    const { out, buffer } = through([1000, 1001, 1003])
    for (const sequence of [500, 502, 501]) {
      const bytes = packet(sequence, 0, 2)
      buffer.push({ packet: bytes, header: headerOf(bytes), arrivalMs: 0 })
    }
    expect(out).toEqual([1000, 1001, 1003, 500, 501, 502])
  })
})

describe('reception', () => {
  test('a stray SSRC is not followed, one that stays is', () => {
    const reception = new Reception(90_000)
    expect(reception.accept(headerOf(packet(1, 0, 5)), 0)).toBe(true)
    expect(reception.accept(headerOf(packet(900, 0, 6)), 1)).toBe(false)
    expect(reception.accept(headerOf(packet(2, 0, 5)), 2)).toBe(true)
    const followed = [10, 11, 12, 13].map((sequence) => reception.accept(headerOf(packet(sequence, 0, 7)), 3))
    expect(followed).toEqual([false, false, true, true])
    expect(reception.ssrc).toBe(7)
  })

  test('counts what was lost', () => {
    const reception = new Reception(90_000)
    for (const sequence of [65_534, 65_535, 1, 2]) reception.accept(headerOf(packet(sequence)), 0)
    expect(reception.report(0)).toMatchObject({ totalLost: 1, fractionLost: 51, highestSequence: 65_538 })
  })
})
