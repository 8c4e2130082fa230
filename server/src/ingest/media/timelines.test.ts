import { describe, expect, test } from 'vitest'
import { parseRtpHeader } from '../rtp/rtp-header.ts'
import { OpusTimeline } from './opus-timeline.ts'
import { TimestampLine } from './timestamp-line.ts'

const data = Buffer.from([0xfc])

describe('OpusTimeline', () => {
  test('keeps timestamps on the grid of the frames, whatever rounding the times have', () => {
    const timeline = new OpusTimeline({ ssrc: 1, firstSequence: 0, frameMs: 10 })
    const times = [1000.4, 1010.39, 1020.42, 1040.4]
    const stamps = times.map((timeMs) => parseRtpHeader(timeline.packet(data, timeMs))?.timestamp)
    expect(stamps).toEqual([0, 480, 960, 1920])
  })

  test('tells exactly which time a timestamp stands for', () => {
    const timeline = new OpusTimeline({ ssrc: 1, firstSequence: 0, frameMs: 10 })
    expect(timeline.at(5)).toBeNull()
    timeline.packet(data, 1000)
    const at = timeline.at(1000.51)
    expect(at?.rtpTimestamp).toBe(24)
    expect(at?.timeMs).toBeCloseTo(1000.5, 6)
    expect(timeline.at(990)?.rtpTimestamp).toBe(2 ** 32 - 480)
  })
})

describe('TimestampLine', () => {
  test('goes on past 32 bits, and takes steps back', () => {
    const line = new TimestampLine(90_000)
    expect(line.timeMsOf(0)).toBeNull()
    const start = Number(line.follow(2 ** 32 - 900))
    expect(Number(line.follow(900)) - start).toBeCloseTo(20, 6)
    expect(Number(line.follow(2 ** 32 - 900)) - start).toBeCloseTo(0, 6)
    expect((line.timeMsOf(0) ?? 0) - start).toBeCloseTo(10, 6)
  })

  test('leaves one wild timestamp out, and gives up when the stream goes on from there', () => {
    const line = new TimestampLine(90_000)
    const start = Number(line.follow(0))
    expect(line.follow(1_000_000_000)).toBe('rubbish')
    expect(Number(line.follow(3600)) - start).toBeCloseTo(40, 6)
    expect(line.follow(1_000_000_000)).toBe('rubbish')
    expect(line.follow(1_000_003_600)).toBe('leapt')
  })
})
