import { describe, expect, test } from 'vitest'
import { createServerClock } from './server-clock.ts'

describe('createServerClock()', () => {
  test('knows no offset before the first answer, nor from an answer without a date', () => {
    const clock = createServerClock()
    clock.observe(0, 10, null)
    clock.observe(0, 10, 'yesterday')
    expect(clock.offsetMs()).toBe(0)
  })

  test('comes within tens of milliseconds of the true offset after some answers', () => {
    const trueOffsetMs = 3_600_123
    const clock = createServerClock()
    for (let i = 0; i < 30; i++) {
      const sentAtMs = 1_700_000_000_000 + i * 3037
      const stampedMs = sentAtMs + 10 + trueOffsetMs
      clock.observe(sentAtMs, sentAtMs + 20, new Date(stampedMs).toUTCString())
    }
    expect(Math.abs(clock.offsetMs() - trueOffsetMs)).toBeLessThan(50)
  })

  test('starts anew when a clock was set', () => {
    const clock = createServerClock()
    clock.observe(1_700_000_000_000, 1_700_000_000_010, new Date(1_700_000_000_000).toUTCString())
    clock.observe(1_700_000_100_000, 1_700_000_100_010, new Date(1_700_007_300_000).toUTCString())
    expect(Math.abs(clock.offsetMs() - 7_200_000)).toBeLessThan(1000)
  })
})
