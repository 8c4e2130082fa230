import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { SignallingError } from './media-signalling.ts'
import { createStandBy, type StandByWish } from './stand-by.ts'
import {
  createCountedSessions,
  createToldSignalling,
  feedOf,
  kit,
  live,
  nobody,
  reconnecting,
} from './testing/told-signalling.ts'

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'], now: 0 }),
)
afterEach(() => void vi.useRealTimers())

/** Longer than it takes for a mouse to rest on a hearing. */
const restMs = 1_000
const lifeMs = 600_000

function setUp() {
  const signalling = createToldSignalling()
  const { open, closed, lost } = createCountedSessions()
  const standBy = createStandBy({ signalling, ready: () => Promise.resolve(kit), open })
  const refused: (string | undefined)[] = []
  let tokens = 0
  const wish = (hearingId: string): StandByWish => ({
    hearingId,
    token: (refusedToken) => {
      refused.push(refusedToken)
      return Promise.resolve({ token: `token ${++tokens}`, expiresAtMs: Date.now() + lifeMs })
    },
  })
  /** Stands by for a hearing, as far as the answer. */
  const stand = async (hearingId: string): Promise<void> => {
    standBy.keep(wish(hearingId))
    await vi.advanceTimersByTimeAsync(restMs)
    await signalling.answered()
  }
  return { standBy, signalling, sent: signalling.sent, closed, lost, refused, wish, stand }
}

describe('createStandBy()', () => {
  test('stands by at once for the first wish, and goes on standing by for it', async () => {
    const { standBy, sent, signalling, wish, closed } = setUp()
    standBy.keep(wish('a'))
    await vi.advanceTimersByTimeAsync(0)
    expect(sent).toEqual(['stand by for a'])
    await signalling.answered()
    standBy.keep(wish('a'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual(['stand by for a'])
    expect(closed).toEqual([])
  })

  test('follows to the hearing on which the mouse rests, past all those that it swept over', async () => {
    const { standBy, sent, stand, wish, closed } = setUp()
    await stand('first')
    for (let i = 0; i < 30; i++) {
      standBy.keep(wish(`swept ${i}`))
      await vi.advanceTimersByTimeAsync(50)
    }
    expect(sent).toEqual(['stand by for first'])
    // Until another stands by, the first can be chosen.
    expect(closed).toEqual([])
    await vi.advanceTimersByTimeAsync(restMs)
    expect(sent).toEqual(['stand by for first', 'stand by for swept 29'])
    // The server lets go of it by itself.
    expect(closed).toEqual([0])
  })

  test('waits for the answer before it follows', async () => {
    const { standBy, sent, signalling, wish } = setUp()
    standBy.keep(wish('a'))
    await vi.advanceTimersByTimeAsync(restMs)
    standBy.keep(wish('b'))
    await vi.advanceTimersByTimeAsync(restMs)
    standBy.keep(wish('c'))
    await vi.advanceTimersByTimeAsync(restMs)
    expect(sent).toEqual(['stand by for a'])
    await signalling.answered()
    expect(sent).toEqual(['stand by for a', 'stand by for c'])
  })

  test('does not begin anew when the mouse comes back in time', async () => {
    const { standBy, sent, stand, wish } = setUp()
    await stand('a')
    standBy.keep(wish('b'))
    standBy.keep(wish('a'))
    await vi.advanceTimersByTimeAsync(restMs)
    expect(sent).toEqual(['stand by for a'])
  })

  test('leaves when nothing is wished for, also what is still on its way', async () => {
    const early = setUp()
    early.standBy.keep(early.wish('a'))
    await vi.advanceTimersByTimeAsync(0)
    early.standBy.keep(null)
    expect(early.sent).toEqual(['stand by for a'])
    await early.signalling.answered()
    expect(early.sent).toEqual(['stand by for a', 'stop media'])
    expect(early.lost).toEqual([])

    const late = setUp()
    await late.stand('a')
    late.standBy.keep(null)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(late.sent).toEqual(['stand by for a', 'stop media'])
    expect(late.closed).toEqual([0])
    expect(late.signalling.listeners.size).toBe(0)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('renews its token before the end', async () => {
    const { standBy, sent, stand } = setUp()
    await stand('a')
    await vi.advanceTimersByTimeAsync(lifeMs)
    expect(sent).toEqual(['stand by for a', 'renew token 2'])
    expect(standBy.take('a', nobody)?.token.token).toBe('token 2')
    await vi.advanceTimersByTimeAsync(lifeMs)
    expect(sent).toEqual(['stand by for a', 'renew token 2'])
  })

  test('gives what it has to whoever asks for that hearing, once, and makes no other by itself', async () => {
    const { standBy, sent, stand, signalling, lost } = setUp()
    await stand('a')
    expect(standBy.take('b', nobody)).toBeNull()
    const onLost = vi.fn<() => void>()
    const taken = standBy.take('a', onLost)
    expect(standBy.take('a', nobody)).toBeNull()
    expect(signalling.listeners.size).toBe(0)
    taken?.start()
    taken?.start()
    lost[0]?.()
    expect(onLost).toHaveBeenCalledOnce()
    await vi.advanceTimersByTimeAsync(600_000)
    expect(sent).toEqual(['stand by for a', 'start'])
  })

  test('tells of the feed what the start was answered, not what was told before', async () => {
    const { standBy, stand, signalling } = setUp()
    await stand('a')
    for (const listener of signalling.listeners) listener.onFeed(reconnecting)
    const taken = standBy.take('a', nobody)
    taken?.start()
    expect(await feedOf(taken)).toBe(live)
  })

  test.for(['onEnded', 'onLost'] as const)('is made anew after %s, once', async (event) => {
    const { standBy, sent, stand, signalling, closed } = setUp()
    await stand('a')
    for (const listener of signalling.listeners) listener[event]('rebuilt')
    expect(standBy.take('a', nobody)).toBeNull()
    await vi.advanceTimersByTimeAsync(2_000)
    await signalling.answered()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent.filter((what) => what !== 'stop media')).toEqual(['stand by for a', 'stand by for a'])
    expect(closed).toEqual([0])
  })

  test('is made anew when its connection is lost', async () => {
    const { sent, stand, lost } = setUp()
    await stand('a')
    lost[0]?.()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(sent).toEqual(['stand by for a', 'stop media', 'stand by for a'])
  })

  test('asks more and more seldom while it is refused, with another token each time', async () => {
    const { standBy, signalling, refused, wish } = setUp()
    standBy.keep(wish('a'))
    const atMs: number[] = []
    while (Date.now() < 600_000) {
      await vi.advanceTimersByTimeAsync(100)
      if (signalling.answers.length === atMs.length) continue
      atMs.push(Date.now())
      signalling.answers.at(-1)?.reject(new SignallingError('refused'))
    }
    expect(atMs.length).toBeLessThan(20)
    const waits = atMs.map((ms, i) => ms - (atMs[i - 1] ?? 0)).slice(1)
    expect(waits[0]).toBeLessThan(1_500)
    expect(waits.at(-1)).toBeGreaterThan(40_000)
    expect(refused).toEqual([undefined, ...signalling.tokens.slice(0, -1)])
  })

  test('does not ask less often for what had lasted', async () => {
    const { sent, stand, signalling, lost } = setUp()
    await stand('a')
    for (let i = 0; i < 5; i++) {
      await vi.advanceTimersByTimeAsync(20_000)
      lost[i]?.()
      await vi.advanceTimersByTimeAsync(2_000)
      await signalling.answered()
    }
    expect(sent.filter((what) => what !== 'stop media')).toHaveLength(6)
  })
})
