import { describe, expect, test } from 'vitest'
import { mayBeTaken, rulesMet } from './password-rules.ts'

describe('rulesMet()', () => {
  test.for([
    ['', { long: false, notLogin: false, varied: false }],
    ['eleven char', { long: false, notLogin: true, varied: true }],
    ['twelve chars', { long: true, notLogin: true, varied: true }],
    ['abababababab', { long: true, notLogin: true, varied: false }],
    ['Aigerim.Press@News', { long: true, notLogin: false, varied: true }],
    [' aigerim.press@news ', { long: true, notLogin: false, varied: true }],
  ] as const)('of "%s"', ([password, met]) => {
    expect(rulesMet(password, 'aigerim.press@news')).toEqual(met)
  })

  test('must all be met for a password to be taken', () => {
    expect(mayBeTaken('aigerim.press@news', 'aigerim.press@news')).toBe(false)
    expect(mayBeTaken('four plain words here', 'aigerim.press@news')).toBe(true)
  })
})
