import { describe, expect, test } from 'vitest'
import { writeRtpHeader } from '../rtp/rtp-header.ts'
import { FrozenPicture } from './frozen-picture.ts'

const frameMs = 40

/** Sizes of whole pictures as encoders made them of 720p25; the content differs in each unless `fill` says otherwise. */
function watch() {
  const detector = new FrozenPicture()
  let frame = 0
  const push = (bytes: number, idr: boolean, fill = frame): void => {
    for (let at = 0; at < bytes; at += 1300) {
      const size = Math.min(1300, bytes - at)
      const first = at === 0
      const last = at + size >= bytes
      const head = Buffer.from([0x7c, (first ? 0x80 : 0) | (last ? 0x40 : 0) | (idr ? 5 : 1)])
      const packet = Buffer.concat([Buffer.alloc(12), head, Buffer.alloc(size, fill & 255)])
      writeRtpHeader(packet, { payloadType: 96, ssrc: 1, sequence: 0, marker: last, timestamp: frame * 3600 })
      detector.push(packet, frame * frameMs)
    }
    frame++
  }
  return { detector, push }
}

/** Deterministic noise, 0 to 1. */
function noise(): () => number {
  let seed = 3
  return () => ((seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) >> 8) / 2 ** 23
}

function moving({ push }: ReturnType<typeof watch>, groups: number, random: () => number): void {
  for (let group = 0; group < groups; group++) {
    push(40_000 + Math.floor(random() * 8000), true)
    for (let i = 0; i < 24; i++) push(3000 + Math.floor(random() * 4000), false)
  }
}

describe('a frozen picture', () => {
  test('skipped pictures between equal key frames: within 5 s, and over when it moves', () => {
    const watched = watch()
    moving(watched, 3, noise())
    for (let i = 0; i < 110; i++) {
      const idr = i % 25 === 0
      watched.push(idr ? 52_000 : 12, idr)
    }
    expect(watched.detector.frozen).toBe(true)
    moving(watched, 2, noise())
    expect(watched.detector.frozen).toBe(false)
  })

  test('under rate control: key frames of many sizes, bits spent on refining, one skipped picture a group', () => {
    const watched = watch()
    const random = noise()
    moving(watched, 3, random)
    for (let i = 0; i < 110; i++) {
      const idr = i % 25 === 0
      const skipped = i % 25 === 2
      watched.push(
        idr ? 20_000 + Math.floor(random() * 30_000) : skipped ? 12 : 8000 + Math.floor(random() * 9000),
        idr,
      )
    }
    expect(watched.detector.frozen).toBe(true)
  })

  test('the same bytes again and again', () => {
    const watched = watch()
    moving(watched, 2, noise())
    for (let i = 0; i < 110; i++) watched.push(30_000, true, 9)
    expect(watched.detector.frozen).toBe(true)
  })
})

describe('no false alarm', () => {
  test('for a dark and empty room whose noise is not worth coding: key frames still differ', () => {
    const watched = watch()
    const random = noise()
    for (let i = 0; i < 500; i++) {
      const idr = i % 25 === 0
      watched.push(idr ? 15_350 + Math.floor(random() * 120) : 35, idr)
      expect(watched.detector.frozen).toBe(false)
    }
  })

  test('for noise under rate control with a skipped picture now and then', () => {
    const watched = watch()
    const random = noise()
    for (let i = 0; i < 700; i++) {
      const idr = i % 25 === 0
      const skipped = i % 150 === 3
      watched.push(
        idr ? 50_000 + Math.floor(random() * 9000) : skipped ? 30 : 900 + Math.floor(random() * 9000),
        idr,
      )
      expect(watched.detector.frozen).toBe(false)
    }
  })

  test('for movement', () => {
    const watched = watch()
    moving(watched, 30, noise())
    expect(watched.detector.frozen).toBe(false)
  })
})
