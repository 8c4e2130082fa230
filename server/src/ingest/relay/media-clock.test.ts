import { expect, test } from 'vitest'
import type { MediaClock } from '../../protocol/signalling.ts'
import { publisherRtp } from '../../sfu/publisher-rtp.ts'
import { wrap32 } from '../rtp/wrapping.ts'
import { MediaClockLine } from './media-clock.ts'

/** Near the wrap of both. */
const base = { video: 0xffff_f000, audio: 0xffff_ff00 }
const at = (ms: number, soundAheadMs: number): MediaClock => ({
  video: wrap32(base.video + ms * 90),
  audio: wrap32(base.audio + Math.round((ms + soundAheadMs) * 48)),
})

test('tells of a change of a millisecond and more, not of the time that passes, also where timestamps wrap', () => {
  const line = new MediaClockLine(publisherRtp)
  const told: MediaClock[] = []
  const end = line.onChange((clock) => told.push(clock))
  expect(line.latest).toBeNull()
  line.update(at(0, 0))
  for (let s = 1; s <= 100; s++) line.update(at(s * 1000, 0.4))
  expect(told).toEqual([at(0, 0)])
  line.update(at(101_000, 1.2))
  line.update(at(102_000, 1.2))
  expect(told).toEqual([at(0, 0), at(101_000, 1.2)])
  expect(line.latest).toEqual(at(101_000, 1.2))
  end()
  line.update(at(103_000, 30))
  expect(told).toHaveLength(2)
})

test('a drift that is slow is told when it has added up', () => {
  const line = new MediaClockLine(publisherRtp)
  let told = 0
  line.onChange(() => told++)
  for (let s = 0; s <= 100; s++) line.update(at(s * 1000, s * 0.05))
  expect(told).toBeGreaterThanOrEqual(4)
  expect(told).toBeLessThanOrEqual(6)
})
