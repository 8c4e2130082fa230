import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Admission } from '../access/gate.ts'
import type { EndReason } from '../protocol/signalling.ts'
import type { View } from '../sfu/sfu.ts'
import { beginViewing } from './viewer.ts'

const admission: Admission = {
  hearingId: 'h',
  subjectId: 'a',
  role: 'journalist',
  tokenId: '1',
  expiresAtMs: 10_000,
}

function setUp() {
  const ends: EndReason[] = []
  const calls = { closed: 0, unfollowed: 0 }
  const endings: Parameters<View['onEnd']>[0][] = []
  const view: View = {
    transport: {
      id: 't',
      iceParameters: { usernameFragment: '', password: '' },
      iceCandidates: [],
      dtlsParameters: { fingerprints: [] },
    },
    consumers: [],
    catchUp: null,
    start: () => Promise.resolve(),
    closeCatchUp: () => undefined,
    close: () => calls.closed++,
    onEnd: (listener) => {
      endings.push(listener)
    },
  }
  const viewing = beginViewing({
    view,
    standBy: false,
    admission,
    clock: () => Date.now(),
    follow: () => () => calls.unfollowed++,
    onEnd: (reason) => ends.push(reason),
  })
  return { viewing, ends, calls, endView: (reason: 'rebuilt' | 'stopping') => endings[0]?.(reason) }
}

describe('beginViewing', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('ends the media when the token ends, and says so', () => {
    const { ends, calls } = setUp()
    vi.advanceTimersByTime(9_999)
    expect(calls.closed).toBe(0)
    vi.advanceTimersByTime(1)
    expect(calls).toEqual({ closed: 1, unfollowed: 1 })
    expect(ends).toEqual(['token_expired'])
  })

  it('goes on to the end of a renewed token', () => {
    const { viewing, ends } = setUp()
    vi.advanceTimersByTime(9_000)
    viewing.renew({ ...admission, expiresAtMs: 20_000 })
    vi.advanceTimersByTime(10_999)
    expect(ends).toEqual([])
    vi.advanceTimersByTime(1)
    expect(ends).toEqual(['token_expired'])
  })

  it.each([
    { name: 'another viewer', renewed: { ...admission, subjectId: 'b' } },
    { name: 'another hearing', renewed: { ...admission, hearingId: 'i' } },
  ])('takes no token of $name', ({ renewed }) => {
    const { viewing, ends } = setUp()
    expect(() => viewing.renew({ ...renewed, expiresAtMs: 20_000 })).toThrow('renewed token')
    vi.advanceTimersByTime(10_000)
    expect(ends).toEqual(['token_expired'])
  })

  it('tells once why the SFU ended it', () => {
    const { ends, endView } = setUp()
    endView('rebuilt')
    endView('stopping')
    vi.advanceTimersByTime(20_000)
    expect(ends).toEqual(['rebuilt'])
  })

  it('tells nobody when it is closed from here', () => {
    const { viewing, ends, calls } = setUp()
    viewing.close()
    viewing.close()
    vi.advanceTimersByTime(20_000)
    expect(calls).toEqual({ closed: 1, unfollowed: 1 })
    expect(ends).toEqual([])
  })
})
