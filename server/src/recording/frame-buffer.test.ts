import { FrameReader } from '@press-gallery/recorder/frame-pipe'
import type { PipeFrame } from '@press-gallery/recorder/frame-pipe'
import { describe, expect, it } from 'vitest'
import { FrameBuffer } from './frame-buffer.ts'

function rest(buffer: FrameBuffer): Buffer[] {
  const frames: Buffer[] = []
  for (let frame = buffer.next(); frame; frame = buffer.next()) frames.push(frame)
  return frames
}

function decoded(frames: Buffer[]): PipeFrame[] {
  // In pieces of one byte, as a pipe may give them at worst.
  const reader = new FrameReader()
  return Array.from(Buffer.concat(frames), (byte) => reader.push(Buffer.from([byte]))).flat()
}

describe('FrameBuffer', () => {
  it('gives a new process the clocks and all that is not durable, as it was', () => {
    const buffer = new FrameBuffer(10_000)
    buffer.clock('video', 1, 1000.5)
    buffer.rtp('video', Buffer.from('a'))
    buffer.clock('audio', 2, 2000)
    buffer.rtp('audio', Buffer.from('b'))
    expect(decoded(rest(buffer)).map((frame) => frame.index)).toEqual([0, 1, 2, 3])
    expect(buffer.next()).toBeNull()
    buffer.rtp('video', Buffer.from('c'))
    expect(decoded(rest(buffer))).toEqual([{ kind: 'video', index: 4, packet: Buffer.from('c') }])

    buffer.settle(3)
    expect(decoded(buffer.rewind())).toEqual([
      { kind: 'clock', index: 0, track: 'video', rtpTimestamp: 1, wallClockMs: 1000.5 },
      { kind: 'clock', index: 2, track: 'audio', rtpTimestamp: 2, wallClockMs: 2000 },
    ])
    expect(decoded(rest(buffer))).toEqual([
      { kind: 'audio', index: 3, packet: Buffer.from('b') },
      { kind: 'video', index: 4, packet: Buffer.from('c') },
    ])
  })

  it('gives up the oldest beyond its bound, and counts it', () => {
    const buffer = new FrameBuffer(1000)
    for (let i = 0; i < 100; i++) buffer.rtp('video', Buffer.alloc(91))
    const kept = decoded(rest(buffer))
    expect(kept.length).toBeLessThanOrEqual(10)
    expect(kept.at(-1)?.index).toBe(99)
    expect(buffer.dropped).toBeGreaterThanOrEqual(90)
  })

  it('keeps its place when what was sent is settled', () => {
    const buffer = new FrameBuffer(10_000)
    for (let i = 0; i < 4; i++) buffer.rtp('audio', Buffer.alloc(1))
    buffer.next()
    buffer.next()
    buffer.settle(1)
    expect(decoded(rest(buffer)).map((frame) => frame.index)).toEqual([2, 3])
  })
})

describe('FrameReader', () => {
  it('throws RangeError on what is no frame', () => {
    expect(() => new FrameReader().push(Buffer.alloc(16, 0xff))).toThrow(RangeError)
    expect(() => new FrameReader().push(Buffer.from([0, 0, 0, 5, 9, 0, 0, 0, 0]))).toThrow(RangeError)
  })
})
