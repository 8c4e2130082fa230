import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createHeadStart } from './head-start.ts'
import type { Joined, Signalling, SignallingListener } from './signalling.ts'
import type { WebRtcKit } from './webrtc-kit.ts'
import type { WebRtcSession } from './webrtc-session.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const kit: WebRtcKit = {
  device: {
    recvRtpCapabilities: {},
    createRecvTransport: () => {
      throw new Error('no connection in these tests')
    },
  },
  certificate: { expires: Infinity, getFingerprints: () => [] },
  fingerprint: '',
}
const unknown = { sinceMs: 0, nextTryMs: null, video: null, audio: null } as const
const live = { state: 'live', fault: null, ...unknown } as const
const answer: Joined = {
  transport: {
    id: 'transport',
    iceParameters: { usernameFragment: '', password: '' },
    iceCandidates: [],
    dtlsParameters: { fingerprints: [] },
  },
  consumers: [],
  catchUp: null,
  feed: live,
}
const token = { token: 'a token', expiresAtMs: 1_000_000 }

/** A head start whose server answers when the test says so. */
function setUp({ ready = true, connected = true } = {}) {
  const sent: string[] = []
  const answers: PromiseWithResolvers<Joined>[] = []
  const listeners = new Set<SignallingListener>()
  const closed: number[] = []
  const lost: (() => void)[] = []
  const signalling: Signalling = {
    connected,
    get joins() {
      return answers.length
    },
    untilConnected: () => Promise.resolve(),
    codecs: () => Promise.resolve({}),
    join: ({ hearingId }) => {
      sent.push(`join ${hearingId}`)
      const waiting = Promise.withResolvers<Joined>()
      answers.push(waiting)
      return waiting.promise
    },
    start: () => {
      sent.push('start')
      return Promise.resolve({ feed: live })
    },
    renew: () => Promise.resolve(),
    caughtUp: () => Promise.resolve(),
    leave: () => {
      sent.push('leave')
      return Promise.resolve()
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => undefined,
  }
  const headStart = createHeadStart({
    signalling,
    kit: () => (ready ? kit : null),
    ready: () => Promise.resolve(kit),
    open: (_kit, _answer, onLost) => {
      const number = lost.push(onLost) - 1
      const session: WebRtcSession = {
        tracks: [],
        video: null,
        catchUp: null,
        stats: () => Promise.reject(new Error('none')),
        close: () => void closed.push(number),
      }
      return Promise.resolve(session)
    },
  })
  const answered = async (i = 0): Promise<void> => {
    answers[i]?.resolve(answer)
    await settled()
  }
  return { headStart, sent, answers, listeners, closed, lost, answered }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const nobody = (): void => undefined

describe('createHeadStart()', () => {
  test('joins at once, and opens the session before anyone has come for it', async () => {
    const { headStart, sent, answered, lost, closed, listeners } = setUp()
    void headStart.begin('a', token)
    expect(sent).toEqual(['join a'])
    await answered()
    expect(lost).toHaveLength(1)
    const adopted = headStart.adopt('a', nobody)
    expect(adopted?.token).toBe(token)
    await adopted?.session
    await vi.advanceTimersByTimeAsync(60_000)
    expect(sent).toEqual(['join a'])
    expect(closed).toEqual([])
    expect(listeners.size).toBe(0)
    expect(headStart.adopt('a', nobody)).toBeNull()
  })

  test('can be adopted before the answer', async () => {
    const { headStart, answered } = setUp()
    void headStart.begin('a', token)
    const adopted = headStart.adopt('a', nobody)
    await answered()
    expect(await adopted?.feed).toBe(live)
  })

  test.for([{ ready: false }, { connected: false }])('does nothing with %o', (state) => {
    const { headStart, sent } = setUp(state)
    void headStart.begin('a', token)
    expect(sent).toEqual([])
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
    expect(sent).toEqual(['join a', 'leave'])
    expect(listeners.size).toBe(0)
    expect(headStart.adopt('a', nobody)).toBeNull()
  })

  test('is left when the page is another one, after its answer only, and never opens then', async () => {
    const { headStart, sent, answered, lost } = setUp()
    void headStart.begin('a', token)
    headStart.keepFor('a')
    headStart.keepFor(null)
    expect(sent).toEqual(['join a'])
    await answered()
    expect(sent).toEqual(['join a', 'leave'])
    expect(lost).toEqual([])
  })

  test('a later join is not left for the sake of an earlier one', async () => {
    const { headStart, sent, answered, closed } = setUp()
    void headStart.begin('a', token)
    void headStart.begin('b', token)
    await answered(0)
    await answered(1)
    expect(sent).toEqual(['join a', 'join b'])
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
    const status = { state: 'reconnecting', fault: null, ...unknown } as const
    for (const listener of listeners) listener.onFeed(status)
    expect(headStart.adopt('a', nobody)?.laterFeed).toBe(status)
  })

  test('leaving what was adopted closes it once and tells the server once', async () => {
    const { headStart, answered, sent, closed } = setUp()
    void headStart.begin('a', token)
    await answered()
    const adopted = headStart.adopt('a', nobody)
    adopted?.leave()
    adopted?.leave()
    await settled()
    expect(sent).toEqual(['join a', 'leave'])
    expect(closed).toEqual([0])
  })
})
