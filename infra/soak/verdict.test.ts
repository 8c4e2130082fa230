import { describe, expect, it } from 'vitest'
import { median, verdictOn, type Reading } from './verdict.ts'

const series = (values: readonly number[]): Reading[] => values.map((value, minute) => ({ minute, value }))
const grown = (perMinute: number, minutes = 60): Reading[] =>
  series(Array.from({ length: minutes + 1 }, (_, minute) => 100 + perMinute * minute))
const allowance = { share: 0.1, atLeast: 5 }

describe('verdictOn()', () => {
  it('calls flat what wavers about a level, and says its slope', () => {
    const wavering = series(Array.from({ length: 61 }, (_, minute) => 100 + (minute % 3)))
    expect(verdictOn(wavering, allowance)).toMatchObject({
      first: 101,
      last: 101,
      slopePerHour: 0,
      flat: true,
    })
  })

  it('does not call flat what grows by a little each minute', () => {
    // Medians of the two outer quarters are three quarters of the time after the warm-up apart.
    expect(verdictOn(grown(0.5), allowance)).toMatchObject({ slopePerHour: 30, flat: false })
    expect(verdictOn(grown(0.2), allowance)).toMatchObject({ slopePerHour: 12, flat: true })
  })

  it('takes no notice of the warm-up, nor of one reading that stands out', () => {
    const values = Array.from({ length: 61 }, (_, minute) => (minute < 6 ? minute * 15 : 100))
    expect(verdictOn(series(values.with(59, 900)), allowance)).toMatchObject({
      first: 100,
      last: 100,
      flat: true,
    })
  })

  it('calls flat what sinks', () => {
    expect(verdictOn(grown(-1), allowance)).toMatchObject({ slopePerHour: -60, flat: true })
  })

  it('allows nothing where nothing is allowed: one more is one too many', () => {
    const one = series([9, 9, 9, 9, 9, 9, 9, 9, 10, 10])
    expect(verdictOn(one, { share: 0, atLeast: 0 })).toMatchObject({ first: 9, last: 10, flat: false })
    expect(verdictOn(one.slice(0, 8), { share: 0, atLeast: 0 })?.flat).toBe(true)
  })

  it('allows the larger of the share and the least', () => {
    const large = series([1000, 1000, 1000, 1000, 1000, 1090, 1090, 1090])
    expect(verdictOn(large, allowance)).toMatchObject({ allowed: 100, flat: true })
    const small = series([10, 10, 10, 10, 10, 14, 14, 14])
    expect(verdictOn(small, allowance)).toMatchObject({ allowed: 5, flat: true })
  })

  it('says nothing of too few readings', () => {
    expect(verdictOn(series([1, 1, 1, 1]), allowance)).toBeNull()
    expect(verdictOn([], allowance)).toBeNull()
    expect(verdictOn(series([1, 1, 1, 1, 1]), allowance)).not.toBeNull()
  })
})

describe('median()', () => {
  it('is the middle one, or between the middle two', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, Number.NaN])
  })
})
