import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAttendances } from './attendances.ts'
import { createHeadStart } from './head-start.ts'
import {
  createCountedSessions,
  createToldSignalling,
  feedOf,
  kit,
  live,
  nobody,
  reconnecting,
  settled,
} from './testing/told-signalling.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const token = { token: 'a token', expiresAtMs: 1_000_000 }

/** A head start whose server answers when the test says so. */
function setUp({ ready = true, connected = true } = {}) {
  const signalling = createToldSignalling({ connected })
  const { open, closed, lost } = createCountedSessions()
  const attendances = createAttendances(signalling)
  const headStart = createHeadStart({
    signalling,
    attendances,
    kit: () => (ready ? kit : null),
    ready: () => Promise.resolve(kit),
    open,
  })
  const { answers, listeners, answered } = signalling
  /** What concerns the media. */
  const sent = {
    get media() {
      return signalling.sent.filter((what) => !what.startsWith('attend'))
    },
    get all() {
      return signalling.sent
    },
  }
  /** Has it stand by for a hearing, as far as the answer. */
  const standBy = async (hearingId: string): Promise<void> => {
    headStart.standBy({ hearingId, token: () => Promise.resolve(token) })
    await vi.advanceTimersByTimeAsync(1_000)
    await answered()
  }
  return { headStart, sent, answers, listeners, closed, lost, answered, standBy }
}

describe('createHeadStart()', () => {
  test('joins at once, and opens the session before anyone has come for it', async () => {
    const { headStart, sent, answered, lost, closed, listeners } = setUp()
    void headStart.begin('a', token)
    expect(sent.media).toEqual(['join a'])
    await answered()
    expect(lost).toHaveLength(1)
    const adopted = headStart.adopt('a', nobody)
    expect(adopted?.token).toBe(token)
    await adopted?.session
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent.media).toEqual(['join a'])
    expect(closed).toEqual([])
    expect(listeners.size).toBe(0)
    expect(headStart.adopt('a', nobody)).toBeNull()
  })

  test('can be adopted before the answer', async () => {
    const { headStart, answered } = setUp()
    void headStart.begin('a', token)
    const adopted = headStart.adopt('a', nobody)
    await answered()
    expect(await feedOf(adopted)).toBe(reconnecting)
  })

  test.for([{ ready: false }, { connected: false }])('does nothing with %o', (state) => {
    const { headStart, sent } = setUp(state)
    void headStart.begin('a', token)
    expect(sent.media).toEqual([])
    expect(headStart.adopt('a', nobody)).toBeNull()
  })

  test('is closed and left when no page has come for it in some seconds', async () => {
    const { headStart, sent, answered, closed, listeners } = setUp()
    void headStart.begin('a', token)
    await answered()
    await vi.advanceTimersByTimeAsync(4_999)
    expect(closed).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(closed).toEqual([0])
    expect(sent.media).toEqual(['join a', 'leave', 'stop media'])
    expect(listeners.size).toBe(0)
    expect(headStart.adopt('a', nobody)).toBeNull()
  })

  test('is left when the page is another one, again after its answer, and never opens then', async () => {
    const { headStart, sent, answered, lost } = setUp()
    void headStart.begin('a', token)
    headStart.keepFor('a')
    headStart.keepFor(null)
    expect(sent.media).toEqual(['join a', 'leave'])
    await answered()
    expect(sent.media).toEqual(['join a', 'leave', 'stop media'])
    expect(lost).toEqual([])
  })

  test('a later join is not left for the sake of an earlier one', async () => {
    const { headStart, sent, answered, closed } = setUp()
    void headStart.begin('a', token)
    void headStart.begin('b', token)
    await answered(0)
    await answered(1)
    expect(sent.all).toEqual(['attend a', 'join a', 'leave', 'attend b', 'join b'])
    expect(headStart.adopt('b', nobody)).not.toBeNull()
    expect(closed).toEqual([])
  })

  test.for(['onEnded', 'onLost'] as const)(
    'after %s before the adoption there is nothing to adopt',
    async (event) => {
      const { headStart, answered, listeners, closed } = setUp()
      void headStart.begin('a', token)
      await answered()
      for (const listener of listeners) listener[event]('rebuilt')
      expect(closed).toEqual([0])
      expect(headStart.adopt('a', nobody)).toBeNull()
    },
  )

  test('after a refusal there is nothing to adopt', async () => {
    const { headStart, answers } = setUp()
    void headStart.begin('a', token)
    answers[0]?.reject(new Error('refused'))
    await settled()
    expect(headStart.adopt('a', nobody)).toBeNull()
  })

  test('a connection lost before the adoption is dropped, after it the adopter is told', async () => {
    const early = setUp()
    void early.headStart.begin('a', token)
    await early.answered()
    early.lost[0]?.()
    expect(early.headStart.adopt('a', nobody)).toBeNull()

    const late = setUp()
    void late.headStart.begin('a', token)
    await late.answered()
    const onLost = vi.fn<() => void>()
    late.headStart.adopt('a', onLost)
    late.lost[0]?.()
    expect(onLost).toHaveBeenCalledOnce()
  })

  test('hands over what was told of the feed meanwhile', async () => {
    const { headStart, answered, listeners } = setUp()
    void headStart.begin('a', token)
    await answered()
    for (const listener of listeners) listener.onFeed(live)
    expect(await feedOf(headStart.adopt('a', nobody))).toBe(live)
  })

  test('leaving what was adopted closes it once and tells the server once', async () => {
    const { headStart, answered, sent, closed } = setUp()
    void headStart.begin('a', token)
    await answered()
    const adopted = headStart.adopt('a', nobody)
    adopted?.leave()
    adopted?.leave()
    await settled()
    expect(sent.media).toEqual(['join a', 'stop media'])
    expect(closed).toEqual([0])
  })
})

describe('createHeadStart() with a connection that stands by', () => {
  test('starts it in the click itself, without a token, and gives it to the page', async () => {
    const { headStart, sent, closed, standBy } = setUp()
    await standBy('a')
    expect(sent.media).toEqual(['stand by for a'])
    void headStart.begin('a', null)
    expect(sent.media).toEqual(['stand by for a', 'start'])
    const adopted = headStart.adopt('a', nobody)
    expect(adopted?.token).toBe(token)
    expect(await feedOf(adopted)).toBe(live)
    await adopted?.session
    headStart.standBy(null)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent.media).toEqual(['stand by for a', 'start'])
    expect(closed).toEqual([])
  })

  test('starts it as soon as it is answered, when the click came before', async () => {
    const { headStart, sent, answered } = setUp()
    headStart.standBy({ hearingId: 'a', token: () => Promise.resolve(token) })
    await vi.advanceTimersByTimeAsync(0)
    const done = headStart.begin('a', null)
    expect(sent.media).toEqual(['stand by for a'])
    await answered()
    await done
    expect(sent.media).toEqual(['stand by for a', 'start'])
  })

  test('starts it for a page that comes without a click', async () => {
    const { headStart, sent, standBy } = setUp()
    await standBy('a')
    expect(headStart.adopt('a', nobody)).not.toBeNull()
    expect(sent.media).toEqual(['stand by for a', 'start'])
  })

  test('joins the hearing that was chosen, if it is another, in the place of what stood by', async () => {
    const { headStart, sent, closed, answered, standBy } = setUp()
    await standBy('a')
    void headStart.begin('b', token)
    await answered()
    expect(sent.media).toEqual(['stand by for a', 'join b'])
    expect(closed).toEqual([0])
    expect(headStart.adopt('a', nobody)).toBeNull()
  })

  test('does not stand by for anything while the page is on its way to what was chosen', async () => {
    const { headStart, sent, standBy } = setUp()
    await standBy('a')
    void headStart.begin('a', null)
    await standBy('b')
    expect(sent.media).toEqual(['stand by for a', 'start'])
    headStart.adopt('a', nobody)?.leave()
    await standBy('b')
    expect(sent.media).toContain('stand by for b')
  })

  test('has nothing to give when the server has ended it', async () => {
    const { headStart, standBy, listeners } = setUp()
    await standBy('a')
    for (const listener of listeners) listener.onEnded('token_expired')
    expect(headStart.adopt('a', nobody)).toBeNull()
  })

  test('tells the page when it is lost later', async () => {
    const { headStart, standBy, lost } = setUp()
    await standBy('a')
    void headStart.begin('a', null)
    const onLost = vi.fn<() => void>()
    headStart.adopt('a', onLost)
    lost[0]?.()
    expect(onLost).toHaveBeenCalledOnce()
  })

  test('has the viewer present before anything flows, and no more once it is left', async () => {
    const { headStart, sent, standBy } = setUp()
    await standBy('a')
    expect(sent.all).toEqual(['stand by for a'])
    void headStart.begin('a', null)
    expect(sent.all).toEqual(['stand by for a', 'attend a', 'start'])
    await vi.advanceTimersByTimeAsync(5_000)
    expect(sent.all).toEqual(['stand by for a', 'attend a', 'start', 'leave', 'stop media'])
  })
})
