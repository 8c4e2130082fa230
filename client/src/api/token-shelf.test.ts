import { describe, expect, test } from 'vitest'
import { ApiError, NetworkError } from './api-error.ts'
import type { HearingToken } from './client.ts'
import { createTokenShelf } from './token-shelf.ts'

const lifeMs = 600_000

/** A shelf before a server that answers at once, with `answer`. */
function setUp() {
  const clock = { nowMs: 1_000_000 }
  const asked: string[] = []
  const server = {
    answer: (hearingId: string): Promise<HearingToken> =>
      Promise.resolve({
        token: `${hearingId} ${asked.length}`,
        issuedAtMs: clock.nowMs,
        expiresAtMs: clock.nowMs + lifeMs,
      }),
  }
  const shelf = createTokenShelf({
    nowMs: () => clock.nowMs,
    fetchToken: (hearingId) => {
      asked.push(hearingId)
      return server.answer(hearingId)
    },
  })
  return { clock, asked, server, shelf }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('createTokenShelf()', () => {
  test('has tokens ready for the first few of the list, and for whatever somebody points at', async () => {
    const { asked, shelf } = setUp()
    shelf.stock(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(asked).toEqual(['a', 'b', 'c', 'd'])
    expect(shelf.ready('a')).toBeNull()
    await settled()
    expect(shelf.ready('d')?.token).toMatch(/^d /)
    expect(shelf.ready('e')).toBeNull()
    shelf.want('e')
    shelf.want('e')
    await settled()
    expect(shelf.ready('e')?.token).toMatch(/^e /)
    expect(asked).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  test('keeps them good while the list is polled, by one request for each renewal', async () => {
    const { clock, asked, shelf } = setUp()
    for (let i = 0; i < 5; i++) {
      shelf.stock(['a'])
      await settled()
    }
    expect(asked).toHaveLength(1)
    clock.nowMs += lifeMs * 0.7
    expect(shelf.ready('a')).toBeNull()
    shelf.stock(['a'])
    await settled()
    expect(shelf.ready('a')?.token).toBe('a 2')
  })

  test('lets go of what is no longer listed', async () => {
    const { shelf } = setUp()
    shelf.stock(['a', 'b'])
    await settled()
    shelf.stock(['b'])
    expect(shelf.ready('a')).toBeNull()
    expect(shelf.ready('b')).not.toBeNull()
  })

  test('gives a viewing the token at hand, and the next viewing one of its own', async () => {
    const { asked, shelf } = setUp()
    shelf.stock(['a'])
    await settled()
    expect((await shelf.take('a').get()).token).toBe('a 1')
    expect(asked).toHaveLength(1)
    expect((await shelf.take('a').get()).token).toBe('a 2')
  })

  test('a viewing that begins while the token is under way waits for that one', async () => {
    const { asked, shelf } = setUp()
    shelf.stock(['a'])
    expect((await shelf.take('a').get()).token).toBe('a 1')
    expect(asked).toHaveLength(1)
  })

  test('a refusal is silent and not asked about again, yet a viewing asks anew', async () => {
    const { asked, server, shelf } = setUp()
    const { answer } = server
    server.answer = () => Promise.reject(new ApiError('refused', 'no'))
    for (let i = 0; i < 5; i++) {
      shelf.stock(['a'])
      await settled()
    }
    expect(asked).toHaveLength(1)
    expect(shelf.ready('a')).toBeNull()
    server.answer = answer
    expect((await shelf.take('a').get()).token).toBe('a 2')
  })

  test('after a lost network it asks again with the next poll', async () => {
    const { server, shelf } = setUp()
    const { answer } = server
    server.answer = () => Promise.reject(new NetworkError('gone'))
    shelf.stock(['a'])
    await settled()
    server.answer = answer
    shelf.stock(['a'])
    await settled()
    expect(shelf.ready('a')).not.toBeNull()
  })
})
