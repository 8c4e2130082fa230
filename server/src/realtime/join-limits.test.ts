import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createJoinLimits } from './join-limits.ts'

describe('the limits of joining', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('stop a connection after ten bad tokens, in whatever it tries them, for as long as its window lasts', async () => {
    const limits = createJoinLimits()
    for (let i = 0; i < 10; i++) {
      const event = i % 2 === 0 ? 'join' : 'renew'
      expect(await limits.allow('guesser', event)).toBe(true)
      limits.answered('guesser', event, i % 3 === 0 ? 'bad_request' : 'refused')
    }
    expect(await limits.allow('guesser', 'join')).toBe(false)
    expect(await limits.allow('guesser', 'renew')).toBe(false)
    expect(await limits.allow('guesser', 'leave')).toBe(true)
    vi.advanceTimersByTime(5001)
    expect(await limits.allow('guesser', 'join')).toBe(true)
  })

  it('stop a connection that sends all its guesses at once', async () => {
    const limits = createJoinLimits()
    const answers = await Promise.all(Array.from({ length: 30 }, () => limits.allow('guesser', 'join')))
    expect(answers.filter(Boolean)).toHaveLength(10)
  })

  it('let every other connection be, whatever its address', async () => {
    const limits = createJoinLimits()
    for (let i = 0; i < 1000; i++) await limits.allow(`guesser ${i % 50}`, 'join')
    expect(await limits.allow('viewer', 'join')).toBe(true)
  })

  it('do not count what is no failure of the token', async () => {
    const limits = createJoinLimits()
    const answers: boolean[] = []
    for (let i = 0; i < 40; i++) {
      answers.push(await limits.allow('viewer', 'join'))
      limits.answered('viewer', 'join', i % 2 === 0 ? null : 'feed_unavailable')
    }
    expect(answers).not.toContain(false)
  })

  it('stop whoever sends more requests than a player does, and only for that second', async () => {
    const limits = createJoinLimits()
    const answers: boolean[] = []
    for (let i = 0; i < 70; i++) answers.push(await limits.allow('flooder', 'codecs'))
    expect(answers.filter(Boolean)).toHaveLength(60)
    expect(await limits.allow('viewer', 'codecs')).toBe(true)
    vi.advanceTimersByTime(1001)
    expect(await limits.allow('flooder', 'codecs')).toBe(true)
  })
})
