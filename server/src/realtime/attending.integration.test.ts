import { pino } from 'pino'
import type { Socket } from 'socket.io-client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ends, startWatchServer, token } from './testing/watch-server.ts'

const log = pino({ level: 'silent' })
const refused = { ok: false, error: { code: 'refused' } }
const elsewhere = { ok: false, error: { code: 'watching_elsewhere' } }
const done = { ok: true, data: null }

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})
const start = () => startWatchServer((stop) => stops.push(stop), log)

/** All that a socket is told but of the feed, in its order. */
function told(socket: Socket): [string, unknown][] {
  const events: [string, unknown][] = []
  for (const name of ['standing', 'out', 'ended'])
    socket.on(name, (value: unknown) => events.push([name, value]))
  return events
}

const attend = (socket: Socket, request: Record<string, unknown> = {}): Promise<unknown> =>
  socket.timeout(5_000).emitWithAck('attend', {
    token: token(),
    hearingId: 'hearing',
    viewingId: 'viewing-of-a-test',
    ...request,
  })

describe('attend', () => {
  it('is told how the hearing stands, now and at each order; the media end before that is told', async () => {
    const { sfu, rig, newSocket, join, viewers } = await start()
    const mine = token()
    const [watching, slate] = [newSocket(), newSocket()]
    const seen = { watching: told(watching), slate: told(slate) }
    expect(await attend(watching, { token: mine })).toEqual({
      ok: true,
      data: { standing: rig.standing(), watermark: { name: expect.any(String), outlet: '' } },
    })
    expect(await join(watching, { token: mine })).toMatchObject({ ok: true })
    await attend(slate, { viewingId: 'viewing-of-a-slate' })

    sfu.setOnAir('room', false)
    const closed = await rig.order('closed')
    await vi.waitFor(() => expect(seen.slate).toEqual([['standing', closed]]))
    await vi.waitFor(() =>
      expect(seen.watching).toEqual([
        ['ended', 'not_on_air'],
        ['standing', closed],
      ]),
    )
    expect(await viewers()).toBe(0)
    expect(await join(watching, { token: mine })).toEqual({ ok: false, error: { code: 'not_on_air' } })
    for (const socket of [watching, slate])
      expect(await socket.emitWithAck('dark', { version: closed.version, afterMs: 1 })).toEqual(done)
    const { attendance } = await rig.attendance.view('hearing')
    expect(attendance).toMatchObject({ watching: 0, receipts: { of: 1, dark: 1, silent: [] } })

    sfu.setOnAir('room', true)
    const live = await rig.order('live')
    await vi.waitFor(() => expect(seen.watching.at(-1)).toEqual(['standing', live]))
    expect(await join(watching, { token: mine })).toMatchObject({ ok: true })
    expect(await viewers()).toBe(1)
  })

  it('cuts the media itself where the courtroom has not', async () => {
    const { rig, newSocket, join, viewers } = await start()
    const socket = newSocket()
    const seen = told(socket)
    await join(socket)
    const recess = await rig.order('recess')
    await vi.waitFor(() =>
      expect(seen).toEqual([
        ['ended', 'not_on_air'],
        ['standing', recess],
      ]),
    )
    expect(await viewers()).toBe(0)
  })

  it('and join may be sent at once', async () => {
    const { rig, newSocket, join } = await start()
    const socket = newSocket()
    const mine = token()
    const answers = await Promise.all([attend(socket, { token: mine }), join(socket, { token: mine })])
    expect(answers).toMatchObject([{ ok: true }, { ok: true }])
    const { viewers } = (await rig.attendance.view('hearing')).attendance
    expect(viewers).toMatchObject([{ viewingId: 'viewing-of-a-test', path: 'webrtc' }])
  })

  it('is done for whoever joins without it, so that nobody watches uncounted', async () => {
    const { rig, newSocket, join } = await start()
    const paths = async (): Promise<string[]> =>
      (await rig.attendance.view('hearing')).attendance.viewers.map(({ path }) => path)
    const socket = newSocket()
    const mine = token()
    await join(socket, { token: mine, standBy: true })
    expect(await paths()).toEqual([])
    expect(await socket.emitWithAck('start')).toMatchObject({ ok: true })
    expect(await paths()).toEqual(['webrtc'])
    expect(await join(newSocket(), { token: mine })).toEqual(elsewhere)

    // Later it says its own name.
    await attend(socket, { token: mine })
    const { viewers } = (await rig.attendance.view('hearing')).attendance
    expect(viewers).toMatchObject([{ viewingId: 'viewing-of-a-test', path: 'webrtc' }])
    expect(await socket.emitWithAck('stopMedia')).toEqual(done)
    expect(await paths()).toEqual(['none'])
    expect(await socket.emitWithAck('leave')).toEqual(done)
    expect(await paths()).toEqual([])
    expect(await socket.emitWithAck('leave')).toEqual(refused)
  })

  it('is wanted for what is said of what one gets', async () => {
    const { newSocket } = await start()
    const socket = newSocket()
    const said = {
      dark: { version: 2, afterMs: 0 },
      report: { path: 'hls', frames: 50, soundLevel: 0.1, stalls: 0, overMs: 2_000, unmuted: true },
      complain: { missing: 'sound' },
    }
    for (const [event, payload] of Object.entries(said))
      expect(await socket.emitWithAck(event, payload)).toEqual(refused)
    await attend(socket)
    for (const [event, payload] of Object.entries(said)) {
      expect(await socket.emitWithAck(event, payload)).toEqual(done)
      expect(await socket.emitWithAck(event, { ...payload, more: 1 })).toEqual({
        ok: false,
        error: { code: 'bad_request' },
      })
    }
  })
})

describe('whoever is put out', () => {
  it('by a second device is told why, and gets nothing more', async () => {
    const { newSocket, join, viewers } = await start()
    const [first, second] = [newSocket(), newSocket()]
    const seen = told(first)
    await attend(first, { token: token(60_000, 'a') })
    await join(first, { token: token(60_000, 'a') })
    const other = { token: token(60_001, 'a'), viewingId: 'viewing-elsewhere' }
    expect(await attend(second, other)).toEqual(elsewhere)
    expect(await join(second, { token: other.token })).toEqual(elsewhere)
    expect(await viewers()).toBe(1)
    expect(await attend(second, { ...other, takeOver: true })).toMatchObject({ ok: true })
    await vi.waitFor(() => expect(seen).toMatchObject([['out', { why: 'taken_over', reason: null }]]))
    expect(await viewers()).toBe(0)
    expect(await attend(first, { token: token(60_000, 'a') })).toEqual(elsewhere)
    expect(await join(first, { token: token(60_000, 'a') })).toEqual(elsewhere)
    expect(await first.emitWithAck('renew', { token: token(60_000, 'a'), hearingId: 'hearing' })).toEqual(
      refused,
    )
  })

  it('by the loss of the right is so within a second, and can’t start what still stands by', async () => {
    const { rig, newSocket, join, viewers } = await start()
    const [watching, standsBy, other] = [newSocket(), newSocket(), newSocket()]
    const seen = told(watching)
    const reasons = ends(other)
    await join(watching, { token: token(60_000, 'a') })
    await join(standsBy, { token: token(60_001, 'a'), standBy: true })
    await join(other)
    rig.rights = (subjectId) => (subjectId === 'a' ? null : 'journalist')
    const revokedMs = Date.now()
    rig.rightsChanges.changed()
    await vi.waitFor(
      () => expect(seen).toEqual([['out', { why: 'revoked', reason: null, contact: 'press@court.example' }]]),
      { timeout: 5_000, interval: 5 },
    )
    expect(Date.now() - revokedMs).toBeLessThan(1_000)
    expect(await viewers()).toBe(1)
    expect(await standsBy.emitWithAck('start')).toEqual(refused)
    expect(await watching.emitWithAck('report', {})).toEqual(refused)
    expect(reasons).toEqual([])
  })

  it('by the own sign-out everywhere is so on every page, also one that stands by', async () => {
    const { watch, newSocket, join, viewers, standBys } = await start()
    const [watching, standsBy, other] = [newSocket(), newSocket(), newSocket()]
    const seen = told(watching)
    const reasons = ends(standsBy)
    const mine = token(60_000, 'a')
    await join(watching, { token: mine })
    await join(standsBy, { token: mine, standBy: true })
    await join(other)
    watch.signedOut('a', null)
    await vi.waitFor(() => expect(seen).toMatchObject([['out', { why: 'signed_out' }]]))
    await vi.waitFor(() => expect(reasons).toEqual(['refused']))
    expect([await viewers(), await standBys()]).toEqual([1, 0])
    expect(await attend(watching, { token: mine })).toEqual(refused)
    expect(await join(watching, { token: mine })).toEqual(refused)
  })
})
