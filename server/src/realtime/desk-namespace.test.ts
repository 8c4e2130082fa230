import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { io as connect, type Socket } from 'socket.io-client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { SignedIn } from '../access/rights.ts'
import { openAttendanceRig } from '../hearings/testing/attendance-rig.ts'
import { attend } from '../hearings/testing/attending-people.ts'
import type { AttendanceView } from '../protocol/attendance.ts'
import { deskNamespace, followAnswer } from '../protocol/desk-signalling.ts'
import type { RoleGrant } from '../protocol/identifiers.ts'
import { createDeskNamespace, deskEvents } from './desk-namespace.ts'
import { createPaced } from './paced.ts'
import { createSocketServer } from './socket-server.ts'

const log = pino({ level: 'silent' })

const stops: (() => unknown)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

async function start() {
  const rig = await openAttendanceRig({ hearingId: 'hearing', log })
  stops.push(() => rig.stop())
  /** By session cookie. */
  const sessions = new Map<string, readonly RoleGrant[]>()
  const http = createServer()
  const io = createSocketServer(http)
  const desk = createDeskNamespace({
    io,
    attendance: rig.attendance,
    rightsChanges: rig.rightsChanges,
    sessionOf: async (cookie): Promise<SignedIn | undefined> => {
      const grants = sessions.get(cookie ?? '')
      const n = String(cookie).replace('session=', '')
      return (
        grants && {
          personId: `p${n}`,
          login: 'p',
          name: `Name ${n}`,
          grants,
          sessionId: '1',
          endsAtMs: 4e12,
          device: null,
        }
      )
    },
    courtOf: async (hearingId) => (hearingId === 'hearing' ? 'court' : null),
    log,
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  stops.push(async () => {
    desk.stop()
    await io.close()
  })
  const address: AddressInfo | string | null = http.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  const { port } = address

  const newSocket = (cookie?: string): Socket => {
    const socket = connect(`http://127.0.0.1:${port}${deskNamespace}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      ...(cookie === undefined ? {} : { extraHeaders: { cookie } }),
    })
    stops.push(() => socket.disconnect())
    return socket
  }
  /** Staff with one role in one court. */
  const staff = (role: RoleGrant['role'], courtId: string | null = 'court'): Socket => {
    const cookie = `session=${sessions.size}`
    sessions.set(cookie, [{ role, courtId }])
    return newSocket(cookie)
  }
  return { rig, sessions, newSocket, staff }
}

const follow = (socket: Socket, hearingId = 'hearing'): Promise<unknown> =>
  socket.timeout(5_000).emitWithAck('follow', { hearingId })

describe('/desk', () => {
  it.each([undefined, 'session=unknown'])('connects nobody with the cookie %s', async (cookie) => {
    const { newSocket } = await start()
    const socket = newSocket(cookie)
    const failed = vi.fn<(error: Error) => void>()
    socket.on('connect_error', failed)
    await vi.waitFor(() => expect(failed.mock.calls[0]?.[0].message).toBe('not_signed_in'))
    expect(socket.connected).toBe(false)
  })

  it.each([
    { role: 'technician', courtId: 'court', allowed: true },
    { role: 'clerk', courtId: 'court', allowed: true },
    { role: 'press_officer', courtId: null, allowed: true },
    { role: 'clerk', courtId: 'other-court', allowed: false },
    { role: 'administrator', courtId: null, allowed: false },
    { role: 'auditor', courtId: 'court', allowed: false },
    { role: 'journalist', courtId: 'court', allowed: false },
    { role: 'bench', courtId: 'court', allowed: false },
    { role: 'screen', courtId: 'court', allowed: false },
  ] as const)('lets a $role of $courtId follow: $allowed', async ({ role, courtId, allowed }) => {
    const { staff } = await start()
    const socket = staff(role, courtId)
    const refused = { ok: false, error: { code: 'refused' } }
    const answer = await follow(socket)
    expect(answer).toMatchObject(allowed ? { ok: true } : refused)
    expect(followAnswer.safeParse(Reflect.get(Object(answer), 'data')).success).toBe(allowed)
    expect(await follow(socket, 'unknown')).toEqual(refused)
  })

  it('lists its events with their rule', () => {
    const rule = { kind: 'staff', permission: 'hearings.attendance' }
    expect(deskEvents).toEqual([
      { namespace: '/desk', event: 'follow', rule },
      { namespace: '/desk', event: 'unfollow', rule },
    ])
  })

  it('tells who comes and goes, and each order at once, to those who follow', async () => {
    const { rig, staff } = await start()
    const [clerk, other] = [staff('clerk'), staff('clerk')]
    const seen = vi.fn<(view: AttendanceView) => void>()
    const told = vi.fn<(told: unknown) => void>()
    const heard = vi.fn<() => void>()
    clerk.on('attendance', seen)
    clerk.on('standing', told)
    other.on('attendance', heard)
    await follow(clerk)
    await follow(other)
    expect(await other.emitWithAck('unfollow', { hearingId: 'hearing' })).toEqual({ ok: true, data: null })

    const { attending } = await attend(rig, 'p1')
    attending.mediaBegan()
    await vi.waitFor(() => expect(seen.mock.lastCall?.[0]).toMatchObject({ watching: 1 }), 5_000)
    const standing = await rig.order('closed')
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith({ hearingId: 'hearing', standing }))
    await vi.waitFor(
      () => expect(seen.mock.lastCall?.[0]).toMatchObject({ receipts: { of: 1, dark: 0 } }),
      5_000,
    )
    attending.dark({ version: standing.version, afterMs: 0 })
    await vi.waitFor(() => expect(seen.mock.lastCall?.[0]).toMatchObject({ receipts: { dark: 1 } }), 5_000)
    expect(heard).not.toHaveBeenCalled()
  })

  it('disconnects whoever has lost the session, or the permission, and nobody else', async () => {
    const { rig, sessions, staff } = await start()
    const [signedOut, demoted, clerk] = [staff('clerk'), staff('clerk'), staff('clerk')]
    for (const socket of [signedOut, demoted, clerk]) await follow(socket)
    sessions.delete('session=0')
    sessions.set('session=1', [{ role: 'auditor', courtId: 'court' }])
    rig.rightsChanges.changed()
    await vi.waitFor(() => expect([signedOut.connected, demoted.connected]).toEqual([false, false]))
    expect(await follow(clerk)).toMatchObject({ ok: true })
  })

  it('tells all who follow a hearing who else does, each person once', async () => {
    const { staff, newSocket } = await start()
    const first = staff('technician')
    const told = vi.fn<(told: unknown) => void>()
    first.on('presence', told)
    const last = (): unknown => told.mock.lastCall?.[0]
    await follow(first)
    const one = { personId: 'p0', name: 'Name 0' }
    await vi.waitFor(() => expect(last()).toEqual({ hearingId: 'hearing', people: [one] }))

    const second = staff('clerk')
    const again = newSocket('session=1')
    await follow(second)
    await follow(again)
    const both = { hearingId: 'hearing', people: [one, { personId: 'p1', name: 'Name 1' }] }
    await vi.waitFor(() => expect(last()).toEqual(both))
    second.disconnect()
    await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(4))
    expect(last()).toEqual(both)
    await again.emitWithAck('unfollow', { hearingId: 'hearing' })
    await vi.waitFor(() => expect(last()).toEqual({ hearingId: 'hearing', people: [one] }))
  })
})

describe('createPaced()', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it('acts at once, then once for all that comes in its time', () => {
    vi.useFakeTimers()
    const acts: string[] = []
    const paced = createPaced(500, (key) => acts.push(key))
    for (let i = 0; i < 10; i++) paced.due('a')
    paced.due('b')
    expect(acts).toEqual(['a', 'b'])
    vi.advanceTimersByTime(499)
    expect(acts).toEqual(['a', 'b'])
    vi.advanceTimersByTime(1)
    expect(acts).toEqual(['a', 'b', 'a'])
    vi.advanceTimersByTime(10_000)
    expect(acts).toEqual(['a', 'b', 'a'])
    paced.due('a')
    paced.due('a')
    paced.stop()
    vi.advanceTimersByTime(10_000)
    expect(acts).toEqual(['a', 'b', 'a', 'a'])
  })
})
