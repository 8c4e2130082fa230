import { expect, it } from 'vitest'
import { createChallenges } from './challenges.ts'

it('a challenge is good once, for its purpose, for five minutes, and only where it was made', () => {
  const clock = { nowMs: 1_790_000_000_000 }
  const challenges = createChallenges(() => clock.nowMs)
  const issue = (purpose = 'sign in'): string => challenges.issue(purpose).toString('base64url')
  const one = issue()
  expect(challenges.spend(one, 'add ann')).toBe(false)
  expect(challenges.spend(one, 'sign in')).toBe(true)
  expect([one, `${one}=`, `${one}A`].map((text) => challenges.spend(text, 'sign in'))).toEqual([
    false,
    false,
    false,
  ])
  const late = issue()
  clock.nowMs += 300_000
  expect(challenges.spend(late, 'sign in')).toBe(false)
  expect(createChallenges(() => clock.nowMs).spend(issue(), 'sign in')).toBe(false)
  for (const forged of ['', 'AAAA', Buffer.alloc(54).toString('base64url')]) {
    expect(challenges.spend(forged, 'sign in')).toBe(false)
  }
})
