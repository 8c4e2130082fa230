import { beforeAll, expect, test, vi } from 'vitest'
import { warmFfmpeg } from '@press-gallery/recorder/ffmpeg'
import { testSource } from './test-source.ts'
import { playSource } from './testing/play-source.ts'

beforeAll(warmFfmpeg)

test('the test courtroom shows the time, moves, and speaks', async () => {
  const beganMs = Date.now()
  const { media, source } = playSource(testSource, { kind: 'test' })
  await vi.waitFor(
    () => {
      expect(media.ends).toEqual([])
      expect(media.pictures.length).toBeGreaterThan(60)
      expect(media.sounds.length).toBeGreaterThan(100)
    },
    { timeout: 30_000, interval: 100 },
  )
  await source.stop()
  const heard = media.sounds.length

  expect(media.faults).toEqual([])
  const seen = await media.look()
  expect(seen).toHaveLength(media.pictures.length)
  for (const { timeMs, stripMs } of seen) {
    expect(Math.abs(timeMs - (stripMs ?? 0))).toBeLessThan(2)
    expect(timeMs).toBeGreaterThan(beganMs)
    expect(timeMs).toBeLessThan(Date.now())
  }
  expect((await media.listen()).level).toBeGreaterThan(300)
  expect(media.sounds).toHaveLength(heard)
})
