import { describe, expect, test } from 'vitest'
import { ApiError, NetworkError } from './api-error.ts'
import type { HearingToken } from './client.ts'
import { createHearingTokens } from './hearing-tokens.ts'

const lifeMs = 600_000

/** A server whose answers are held back until the test lets them go. */
function setUp() {
  const clock = { nowMs: 1_000_000 }
  const asked: PromiseWithResolvers<HearingToken>[] = []
  const tokens = createHearingTokens({
    nowMs: () => clock.nowMs,
    fetchToken: () => {
      const answer = Promise.withResolvers<HearingToken>()
      asked.push(answer)
      return answer.promise
    },
  })
  const issue = (i: number): void =>
    asked[i]?.resolve({ token: `token ${i}`, issuedAtMs: clock.nowMs, expiresAtMs: clock.nowMs + lifeMs })
  const refuse = (i: number, error: Error): void => asked[i]?.reject(error)
  return { clock, asked, tokens, issue, refuse }
}

describe('createHearingTokens()', () => {
  test('asks once for many that want a token at the same time', async () => {
    const { asked, tokens, issue } = setUp()
    const wanted = [tokens.get(), tokens.get(), tokens.get()]
    issue(0)
    expect((await Promise.all(wanted)).map(({ token }) => token)).toEqual(['token 0', 'token 0', 'token 0'])
    expect(asked).toHaveLength(1)
  })

  test('keeps a token for two thirds of its life, then renews it', async () => {
    const { clock, asked, tokens, issue } = setUp()
    const first = tokens.get()
    issue(0)
    await first
    clock.nowMs += lifeMs * (2 / 3) - 1
    expect((await tokens.get()).token).toBe('token 0')
    clock.nowMs += 1
    const renewed = tokens.get()
    issue(1)
    expect((await renewed).token).toBe('token 1')
    expect(asked).toHaveLength(2)
  })

  test('goes on with the token at hand while the server cannot be reached', async () => {
    const { clock, tokens, issue, refuse } = setUp()
    const first = tokens.get()
    issue(0)
    await first
    clock.nowMs += lifeMs * 0.8
    const held = tokens.get()
    refuse(1, new NetworkError('down'))
    expect((await held).token).toBe('token 0')
  })

  test('gives no token that has ended, and asks again', async () => {
    const { clock, tokens, issue, refuse } = setUp()
    const first = tokens.get()
    issue(0)
    await first
    clock.nowMs += lifeMs
    const none = tokens.get()
    refuse(1, new NetworkError('down'))
    await expect(none).rejects.toBeInstanceOf(NetworkError)
    const next = tokens.get()
    issue(2)
    expect((await next).token).toBe('token 2')
  })

  test('renews a good-looking token that the server refused, once for all who hold it', async () => {
    const { asked, tokens, issue } = setUp()
    const first = tokens.get()
    issue(0)
    await first
    const renewed = [tokens.get('token 0'), tokens.get('token 0')]
    issue(1)
    expect((await Promise.all(renewed)).map(({ token }) => token)).toEqual(['token 1', 'token 1'])
    expect((await tokens.get('token 0')).token).toBe('token 1')
    expect(asked).toHaveLength(2)
  })

  test.for(['refused', 'not_signed_in'] as const)('after %s rejects without asking again', async (code) => {
    const { asked, tokens, refuse } = setUp()
    const first = tokens.get()
    refuse(0, new ApiError(code, 'no'))
    await expect(first).rejects.toMatchObject({ code })
    for (let i = 0; i < 10; i++) await expect(tokens.get()).rejects.toMatchObject({ code })
    expect(asked).toHaveLength(1)
  })

  test('a refusal at renewal ends it, though the token at hand has life left', async () => {
    const { clock, tokens, issue, refuse } = setUp()
    const first = tokens.get()
    issue(0)
    await first
    clock.nowMs += lifeMs * 0.8
    const renewed = tokens.get()
    refuse(1, new ApiError('refused', 'no'))
    await expect(renewed).rejects.toMatchObject({ code: 'refused' })
  })

  test('a busy server does not end it', async () => {
    const { tokens, issue, refuse } = setUp()
    const first = tokens.get()
    refuse(0, new ApiError('internal', 'oops'))
    await expect(first).rejects.toMatchObject({ code: 'internal' })
    const second = tokens.get()
    issue(1)
    expect((await second).token).toBe('token 1')
  })
})
