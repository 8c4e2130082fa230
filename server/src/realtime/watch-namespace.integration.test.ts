import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { FeedStatus } from '../protocol/feed.ts'
import { joinAnswer, maxMessageBytes } from '../protocol/signalling.ts'
import { ends, live, startWatchServer, token } from './testing/watch-server.ts'

const log = pino({ level: 'silent' })

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})
const start = () => startWatchServer((stop) => stops.push(stop), log)

describe('/watch', () => {
  it('lets in whoever has the token, with all that media need in one answer', async () => {
    const { sfu, newSocket, join, viewers, statusListeners } = await start()
    const socket = newSocket()
    expect(await socket.timeout(5_000).emitWithAck('codecs')).toEqual({
      ok: true,
      data: JSON.parse(JSON.stringify(sfu.rtpCapabilities)),
    })
    const answer = await join(socket)
    expect(answer).toMatchObject({ ok: true, data: { catchUp: null, feed: live } })
    expect(joinAnswer.safeParse(Reflect.get(Object(answer), 'data')).error).toBeUndefined()

    const told = vi.fn<(status: FeedStatus) => void>()
    socket.on('feed', told)
    for (const listener of statusListeners) listener({ ...live, state: 'reconnecting' })
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith({ ...live, state: 'reconnecting' }))

    expect(await viewers()).toBe(1)
    expect(await socket.emitWithAck('caughtUp')).toEqual({ ok: true, data: null })
    expect(await socket.emitWithAck('leave')).toEqual({ ok: true, data: null })
    expect(await viewers()).toBe(0)
    expect(statusListeners.size).toBe(0)
  })

  it('refuses a bad token and a hearing that does not exist in the same words', async () => {
    const { newSocket, join, viewers } = await start()
    const socket = newSocket()
    const refused = { ok: false, error: { code: 'refused' } }
    expect(await join(socket, { token: 'nonsense' })).toEqual(refused)
    expect(await join(socket, { token: '' })).toEqual(refused)
    expect(await join(socket, { hearingId: 'other' })).toEqual(refused)
    expect(await join(socket, { hearingId: 'none', token: 'nonsense' })).toEqual(refused)
    expect(await join(socket, { token: token(-1) })).toEqual({ ok: false, error: { code: 'token_expired' } })
    for (const event of ['start', 'caughtUp', 'leave'])
      expect(await socket.emitWithAck(event)).toEqual(refused)
    expect(await socket.emitWithAck('renew', { token: token(), hearingId: 'hearing' })).toEqual(refused)
    expect(await viewers()).toBe(0)
  })

  it('keeps one viewing a connection, and none after it', async () => {
    const { newSocket, join, viewers } = await start()
    const socket = newSocket()
    await join(socket)
    expect(await join(socket)).toMatchObject({ ok: true })
    expect(await viewers()).toBe(1)
    await join(socket, { token: 'nonsense' })
    expect(await viewers()).toBe(1)
    // Two at once: the later one counts.
    await Promise.all([join(socket), join(socket)])
    expect(await viewers()).toBe(1)
    socket.disconnect()
    await vi.waitFor(async () => expect(await viewers()).toBe(0))
  })

  it('ends the media within a second of the token’s end, unless it is renewed', async () => {
    const { newSocket, join, viewers } = await start()
    const renewed = newSocket()
    const left = newSocket()
    const reasons = { renewed: ends(renewed), left: ends(left) }
    await join(renewed, { token: token(700, 'a') })
    await join(left, { token: token(700, 'c') })
    const endMs = Date.now() + 700
    expect(await renewed.emitWithAck('renew', { token: token(60_000, 'a'), hearingId: 'hearing' })).toEqual({
      ok: true,
      data: null,
    })
    expect(await left.emitWithAck('renew', { token: token(60_000, 'b'), hearingId: 'hearing' })).toEqual({
      ok: false,
      error: { code: 'refused' },
    })
    await vi.waitFor(() => expect(reasons.left).toEqual(['token_expired']), 5_000)
    expect(Date.now() - endMs).toBeLessThan(1_000)
    expect(reasons.renewed).toEqual([])
    expect(await viewers()).toBe(1)
  })

  it('tells viewers of a dead worker to join again, and lets them', async () => {
    const { sfu, newSocket, join } = await start()
    const socket = newSocket()
    const reasons = ends(socket)
    await join(socket)
    process.kill((await sfu.stats()).workers[0]?.pid ?? 0, 'SIGKILL')
    await vi.waitFor(() => expect(reasons).toEqual(['rebuilt']), 3_000)
    expect(await join(socket)).toMatchObject({ ok: true })
  })

  it('tells viewers that the server stops', async () => {
    const { watch, newSocket, join, viewers } = await start()
    const socket = newSocket()
    const reasons = ends(socket)
    await join(socket)
    watch.stop()
    await vi.waitFor(() => expect(socket.connected).toBe(false))
    expect(reasons).toEqual(['server_stopping'])
    expect(await viewers()).toBe(0)
  })

  it('lets a viewer stand by, and counts them once they start', async () => {
    const { newSocket, join, viewers, standBys, statusListeners } = await start()
    const socket = newSocket()
    const answer = await join(socket, { standBy: true })
    expect(joinAnswer.safeParse(Reflect.get(Object(answer), 'data')).error).toBeUndefined()
    expect([await viewers(), await standBys()]).toEqual([0, 1])
    const told = vi.fn<(status: FeedStatus) => void>()
    socket.on('feed', told)
    for (const listener of statusListeners) listener({ ...live, state: 'failed' })
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith({ ...live, state: 'failed' }))

    const other = newSocket()
    expect(await other.emitWithAck('start')).toEqual({ ok: false, error: { code: 'refused' } })
    expect([await viewers(), await standBys()]).toEqual([0, 1])
    for (let i = 0; i < 2; i++)
      expect(await socket.emitWithAck('start')).toEqual({ ok: true, data: { feed: live } })
    expect([await viewers(), await standBys()]).toEqual([1, 0])
    expect(await socket.emitWithAck('leave')).toEqual({ ok: true, data: null })
    expect(await socket.emitWithAck('start')).toEqual({ ok: false, error: { code: 'refused' } })
    expect([await viewers(), await standBys()]).toEqual([0, 0])
  })

  it('ends what stands by with its token, unless it is renewed, and with the server', async () => {
    const { watch, newSocket, join, viewers, standBys } = await start()
    const renewed = newSocket()
    const left = newSocket()
    const reasons = { renewed: ends(renewed), left: ends(left) }
    await join(renewed, { token: token(700, 'a'), standBy: true })
    await join(left, { token: token(700, 'c'), standBy: true })
    expect(await renewed.emitWithAck('renew', { token: token(60_000, 'a'), hearingId: 'hearing' })).toEqual({
      ok: true,
      data: null,
    })
    await vi.waitFor(() => expect(reasons.left).toEqual(['token_expired']), 5_000)
    expect(await left.emitWithAck('start')).toEqual({ ok: false, error: { code: 'refused' } })
    expect(await standBys()).toBe(1)
    watch.stop()
    await vi.waitFor(() => expect(renewed.connected).toBe(false))
    expect(reasons.renewed).toEqual(['server_stopping'])
    expect([await viewers(), await standBys()]).toEqual([0, 0])
  })

  it('connects pages of its own and of allowed origins only', async () => {
    const { newSocket } = await start()
    const outcome = (origin: string): Promise<boolean> =>
      new Promise((resolve) => {
        const socket = newSocket({ extraHeaders: { origin } })
        socket.on('connect', () => resolve(true))
        socket.on('connect_error', () => resolve(false))
      })
    expect(await outcome('https://press.example')).toBe(true)
    expect(await outcome('https://evil.example')).toBe(false)
    expect(await outcome('null')).toBe(false)
  })
})

describe('bad messages on /watch', () => {
  it('end the connection of whoever sends an oversized one, and no other', async () => {
    const { newSocket, join, viewers } = await start()
    const viewer = newSocket()
    await join(viewer)
    const bad = newSocket()
    await join(bad)
    bad.emit('join', { token: 'x'.repeat(maxMessageBytes) }, () => undefined)
    await vi.waitFor(() => expect(bad.connected).toBe(false))
    await vi.waitFor(async () => expect(await viewers()).toBe(1))
    expect(viewer.connected).toBe(true)
  })

  it('end the connection of whoever goes on sending malformed ones', async () => {
    const { newSocket, join } = await start()
    const viewer = newSocket()
    await join(viewer)
    const bad = newSocket()
    expect(await join(bad, { fingerprint: 'none' })).toEqual({ ok: false, error: { code: 'bad_request' } })
    expect(await join(bad, { rtpCapabilities: [] })).toEqual({ ok: false, error: { code: 'bad_request' } })
    expect(await join(bad, { rtpCapabilities: { codecs: 'all' } })).toMatchObject({ ok: false })
    for (let i = 0; i < 20; i++) bad.emit('join', Buffer.alloc(100, i), [{ a: { b: null } }])
    await vi.waitFor(() => expect(bad.connected).toBe(false))
    expect(viewer.connected).toBe(true)
  })

  it('and 1,000 joins with bad tokens leave those who watch undisturbed', async () => {
    const { newSocket, join, viewers } = await start()
    const viewer = newSocket()
    const reasons = ends(viewer)
    await join(viewer, { token: token(60_000, 'a') })

    const attackers = Array.from({ length: 50 }, () => newSocket())
    await Promise.all(
      attackers.map((socket) => new Promise((resolve) => socket.once('connect', () => resolve(0)))),
    )
    const codes = new Map<string, number>()
    const flood = Promise.all(
      attackers.flatMap((socket, i) =>
        Array.from({ length: 20 }, async (_, j) => {
          const answer = await join(socket, { token: `guess-${i}-${j}` })
          const code = String(Reflect.get(Object(Reflect.get(Object(answer), 'error')), 'code'))
          codes.set(code, (codes.get(code) ?? 0) + 1)
        }),
      ),
    )
    // Served while the flood is on.
    expect(
      await viewer.timeout(1_000).emitWithAck('renew', { token: token(60_000, 'a'), hearingId: 'hearing' }),
    ).toEqual({ ok: true, data: null })
    await flood
    // All of them from one address: whoever comes from there with a good token is let in all the same.
    expect(await join(newSocket())).toMatchObject({ ok: true })
    expect(await join(attackers[0] ?? viewer)).toEqual({ ok: false, error: { code: 'too_many_requests' } })
    expect([...codes.values()].reduce((sum, count) => sum + count, 0)).toBe(1_000)
    expect(Object.fromEntries(codes)).toEqual({ refused: 500, too_many_requests: 500 })
    expect(reasons).toEqual([])
    expect(await viewers()).toBe(2)
  })
})
