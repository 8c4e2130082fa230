import type { AttendAnswer } from '@press-gallery/server/protocol/attendance'
import type { HearingState, Standing } from '@press-gallery/server/protocol/hearing-state'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createAttendances } from './attendances.ts'
import { SignallingError } from './media-signalling.ts'
import { createToldSignalling, settled } from './testing/told-signalling.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => void vi.useRealTimers())

const standing = (state: HearingState, version: number): Standing => ({
  state,
  version,
  sinceMs: 0,
  ground: null,
})
const answer = (told: Standing): AttendAnswer => ({ standing: told, watermark: null })

/** Someone who attends a hearing whose server answers when the test says so. */
function setUp() {
  const signalling = createToldSignalling()
  const attendances = createAttendances(signalling)
  const attendance = attendances.of('a')
  let dark = Promise.withResolvers<number>()
  let cuts = 0
  const tokens: (string | undefined)[] = []
  const keeping = {
    token: (refusedToken?: string) => {
      tokens.push(refusedToken)
      return Promise.resolve({ token: `token ${tokens.length}`, expiresAtMs: Date.now() + 600_000 })
    },
    onOffAir: () => {
      cuts++
      dark = Promise.withResolvers<number>()
      return dark.promise
    },
  }
  return {
    signalling,
    attendances,
    attendance,
    keeping,
    tokens,
    cuts: () => cuts,
    goneDark: async (afterMs: number) => {
      dark.resolve(afterMs)
      await settled()
    },
    keep: async () => {
      attendance.keep(keeping)
      await settled()
    },
    answered: async (told: Standing) => {
      signalling.attends.at(-1)?.answer.resolve(answer(told))
      await settled()
    },
    refused: async (code: ConstructorParameters<typeof SignallingError>[0]) => {
      signalling.attends.at(-1)?.answer.reject(new SignallingError(code))
      await settled()
    },
    tell: async (told: Standing) => {
      for (const follower of signalling.followers) follower.onStanding(told)
      await settled()
    },
    reconnect: async () => {
      for (const follower of signalling.followers) follower.onLost()
      for (const follower of signalling.followers) follower.onConnected()
      await settled()
    },
  }
}

describe('an attendance', () => {
  test('is made with a token, and tells how the hearing stands', async () => {
    const { attendance, keep, answered, signalling } = setUp()
    await keep()
    expect(signalling.attends[0]?.request).toMatchObject({
      hearingId: 'a',
      token: 'token 1',
      takeOver: false,
    })
    expect(signalling.attends[0]?.request.viewingId).toMatch(/^[0-9a-f]{32}$/)
    await answered(standing('live', 3))
    expect(attendance.snapshot()).toMatchObject({
      state: { kind: 'attending' },
      standing: { state: 'live', version: 3 },
    })
  })

  test('begun in the click is sent within it, once, and kept by the page that comes', async () => {
    const { attendance, keep, answered, signalling, tokens } = setUp()
    attendance.begin({ token: 'of the click', expiresAtMs: Date.now() + 600_000 })
    attendance.begin({ token: 'of the click', expiresAtMs: Date.now() + 600_000 })
    expect(signalling.sent).toEqual(['attend a'])
    await keep()
    await answered(standing('live', 1))
    expect(signalling.sent).toEqual(['attend a'])
    expect(tokens).toEqual([])
    await expect(attendance.attended(new AbortController().signal)).resolves.toBeUndefined()
  })

  test('cuts within the call that tells of it, and answers when nothing is shown any more', async () => {
    const { keep, answered, tell, cuts, goneDark, signalling } = setUp()
    await keep()
    await answered(standing('live', 3))
    for (const follower of signalling.followers) follower.onStanding(standing('closed', 4))
    expect(cuts()).toBe(1)
    await settled()
    expect(signalling.sent).not.toContain('dark 4')
    await goneDark(30)
    expect(signalling.sent.filter((what) => what === 'dark 4')).toHaveLength(1)
    await tell(standing('closed', 4))
    expect(cuts()).toBe(1)
    expect(signalling.sent.filter((what) => what === 'dark 4')).toHaveLength(1)
  })

  test('does not hear of a standing that is older than what it knows', async () => {
    const { attendance, keep, answered, tell, cuts } = setUp()
    await keep()
    await answered(standing('closed', 4))
    await tell(standing('live', 3))
    attendance.learn(standing('live', 4))
    expect(attendance.snapshot().standing).toMatchObject({ state: 'closed', version: 4 })
    expect(cuts()).toBe(1)
  })

  test('hears of a closed session from the list where the way to the server is lost', async () => {
    const { attendance, keep, answered, cuts } = setUp()
    await keep()
    await answered(standing('live', 3))
    attendance.learn(standing('closed', 4))
    expect(cuts()).toBe(1)
  })

  test('is made again, by the same viewing, when the connection was lost, and a receipt with it', async () => {
    const { keep, answered, tell, goneDark, reconnect, signalling, cuts } = setUp()
    await keep()
    await answered(standing('live', 3))
    await tell(standing('closed', 4))
    await goneDark(0)
    await reconnect()
    const [first] = signalling.attends
    const last = signalling.attends.at(-1)
    expect(last).not.toBe(first)
    expect(last?.request.viewingId).toBe(first?.request.viewingId)
    await answered(standing('closed', 4))
    expect(signalling.sent.filter((what) => what === 'dark 4')).toHaveLength(2)
    expect(cuts()).toBe(1)
  })

  test('nobody counts as present over a connection on which that was not answered', async () => {
    const { attendance, keep, answered, reconnect } = setUp()
    await keep()
    await answered(standing('live', 3))
    await reconnect()
    let present = false
    void attendance.attended(new AbortController().signal).then(() => (present = true))
    await settled()
    expect(present).toBe(false)
    await answered(standing('live', 3))
    expect(present).toBe(true)
  })

  test('asks before what is watched elsewhere ends, and then takes it over', async () => {
    const { attendance, keep, refused, cuts, answered, signalling } = setUp()
    await keep()
    await refused('watching_elsewhere')
    expect(attendance.snapshot().state).toEqual({ kind: 'elsewhere' })
    expect(cuts()).toBe(1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(signalling.attends).toHaveLength(1)
    attendance.askAgain(true)
    await settled()
    expect(signalling.attends.at(-1)?.request.takeOver).toBe(true)
    await answered(standing('live', 3))
    expect(attendance.snapshot().state).toEqual({ kind: 'attending' })
  })

  test('put out is over: cut at once, and not asked for again', async () => {
    const { attendance, keep, answered, cuts, reconnect, signalling } = setUp()
    await keep()
    await answered(standing('live', 3))
    const putOut = { why: 'ejected', reason: 'undertaking_broken', contact: 'press@court' } as const
    for (const follower of signalling.followers) follower.onOut(putOut)
    expect(cuts()).toBe(1)
    expect(attendance.snapshot().state).toEqual({ kind: 'out', putOut })
    await reconnect()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(signalling.attends).toHaveLength(1)
  })

  test('tries another token where one has ended, and then no more', async () => {
    const { attendance, keep, refused, tokens } = setUp()
    await keep()
    await refused('token_expired')
    await vi.advanceTimersByTimeAsync(0)
    await settled()
    expect(tokens).toEqual([undefined, 'token 1'])
    await refused('token_expired')
    expect(attendance.snapshot().state).toEqual({ kind: 'refused', code: 'token_expired' })
  })

  test('tries again, with growing waits, what was not answered by the server', async () => {
    const { keep, refused, signalling } = setUp()
    await keep()
    for (const wait of [1_250, 2_500, 5_000]) {
      await refused('sfu_unavailable')
      const asked = signalling.attends.length
      await vi.advanceTimersByTimeAsync(wait)
      await settled()
      expect(signalling.attends.length).toBe(asked + 1)
    }
  })

  test('is renewed with a new token before the last one ends', async () => {
    const { keep, answered, tokens, signalling } = setUp()
    await keep()
    await answered(standing('live', 3))
    await vi.advanceTimersByTimeAsync(580_000)
    await settled()
    expect(tokens.length).toBeGreaterThan(1)
    expect(signalling.sent).toEqual(['attend a', `renew token ${tokens.length}`])
    await vi.advanceTimersByTimeAsync(30_000)
    expect(signalling.attends).toHaveLength(1)
  })

  test('ends with a word to the server, and another hearing’s takes its place', async () => {
    const { attendances, attendance, keep, answered, signalling } = setUp()
    await keep()
    await answered(standing('live', 3))
    attendances.of('b')
    expect(signalling.sent).toEqual(['attend a', 'leave'])
    attendance.stop()
    expect(signalling.sent).toEqual(['attend a', 'leave'])
    expect(signalling.followers.size).toBe(1)
  })

  test.each(['taken', 'not taken'])(
    'that was left before its answer asks nothing more, once it is %s',
    async (outcome) => {
      const { attendance, keep, answered, refused, signalling, tokens, cuts } = setUp()
      await keep()
      attendance.stop()
      if (outcome === 'taken') await answered(standing('closed', 3))
      else await refused('sfu_unavailable')
      await vi.advanceTimersByTimeAsync(600_000)
      expect(signalling.sent).toEqual(['attend a', 'leave'])
      expect(tokens).toHaveLength(1)
      expect(cuts()).toBe(0)
      expect(vi.getTimerCount()).toBe(0)
    },
  )
})
