import { expect, test } from 'vitest'
import { BackOff, isLasting } from './back-off.ts'

test('0.5 s doubling to 10 s, and from the beginning after a good run', () => {
  const backOff = new BackOff()
  const delays = Array.from({ length: 7 }, () => backOff.delayMs('unreachable', 0))
  expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000])
  expect(backOff.delayMs('disconnected', 3000)).toBe(10_000)
  expect(backOff.delayMs('disconnected', 60_000)).toBe(500)
})

test('what only a person can mend is tried again slowly', () => {
  const backOff = new BackOff()
  expect(backOff.delayMs('wrong_password', 0)).toBe(10_000)
  expect(isLasting('wrong_path')).toBe(true)
  expect(isLasting('silent')).toBe(false)
})

test('a local ffmpeg that was doing well is replaced at once, one that ends at once is not', () => {
  const backOff = new BackOff()
  expect(backOff.delayMs('ffmpeg_ended', 5000)).toBeLessThan(100)
  expect(backOff.delayMs('ffmpeg_ended', 5)).toBe(500)
})
