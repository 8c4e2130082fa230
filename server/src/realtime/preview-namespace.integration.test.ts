import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { io as connect, type Socket } from 'socket.io-client'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createAdmitPreview } from '../access/preview-right.ts'
import { createRightsChanges } from '../access/rights-changes.ts'
import type { SessionEnded } from '../access/sessions.ts'
import type { HearingState, Standing } from '../protocol/hearing-state.ts'
import type { RoleGrant } from '../protocol/identifiers.ts'
import { previewNamespace } from '../protocol/preview-signalling.ts'
import { joinAnswer } from '../protocol/signalling.ts'
import { sfuRig } from '../sfu/testing/sfu-rig.ts'
import { createPreviewNamespace, previewsPerCourtroom } from './preview-namespace.ts'
import { createSocketServer } from './socket-server.ts'
import { ends, live } from './testing/watch-server.ts'

const log = pino({ level: 'silent' })
const rig = sfuRig(log)
afterEach(() => rig.end())

const patience = { timeout: 5_000 }
const standing: Standing = { state: 'live', version: 1, sinceMs: 0, ground: null }

/** A server of `/preview` with a real worker, and one courtroom of court `a` that has no hearing yet. */
async function start() {
  const sfu = await rig.start()
  await sfu.openCourtroom({
    courtroomId: 'room',
    relay: { address: '127.0.0.1', port: 9 },
    onEndpoint: () => undefined,
  })
  sfu.letPreview('room')
  const http = createServer()
  const io = createSocketServer(http)
  const rightsChanges = createRightsChanges()
  /** By cookie. */
  const sessions = new Map<string, RoleGrant[]>()
  /** When that of a cookie ends by itself. */
  const endsMs = new Map<string, number>()
  const endedListeners: ((ended: SessionEnded) => void)[] = []
  let state: HearingState | null = null
  const listeners: ((hearingId: string, standing: Standing) => void)[] = []
  const opened = vi.fn<() => Promise<void>>(async () => undefined)
  const preview = createPreviewNamespace({
    io,
    sfu,
    sessionOf: async (cookie = '') => {
      const grants = sessions.get(cookie)
      const endsAtMs = endsMs.get(cookie) ?? Date.now() + 3_600_000
      return (
        grants && { personId: cookie, login: '', name: '', grants, sessionId: cookie, endsAtMs, device: null }
      )
    },
    admitPreview: createAdmitPreview(async (id) => (id === 'room' ? 'a' : undefined)),
    previews: { opened },
    onAir: { stateIn: () => state },
    feeds: () => ({
      courtroomId: 'room',
      status: live,
      onStatus: () => () => undefined,
      onMediaClock: () => () => undefined,
    }),
    attendance: {
      onStanding: (listener) => {
        listeners.push(listener)
        return () => undefined
      },
    },
    rightsChanges,
    sessions: {
      onEnded: (listener) => {
        endedListeners.push(listener)
        return () => undefined
      },
    },
    nowMs: Date.now,
    log,
  })
  const signOut = (cookie: string): void => {
    sessions.delete(cookie)
    for (const tell of endedListeners) tell({ personId: cookie, sessionId: cookie })
  }
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  rig.owns(async () => {
    preview.stop()
    await io.close()
  })
  const address: AddressInfo | string | null = http.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  const url = `http://127.0.0.1:${address.port}${previewNamespace}`

  const newSocket = (cookie: string): Socket => {
    const options = { transports: ['websocket'], forceNew: true, reconnection: false }
    const socket = connect(url, { ...options, extraHeaders: { cookie } })
    rig.owns(async () => void socket.disconnect())
    return socket
  }
  const staff = (role: RoleGrant['role'], courtId: string | null = 'a', cookie = `${role}-${courtId}`) => {
    sessions.set(cookie, [{ role, courtId }])
    return newSocket(cookie)
  }
  const join = (socket: Socket, courtroomId = 'room'): Promise<unknown> => {
    const { rtpCapabilities, fingerprint, catchUp } = rig.viewer(sfu)
    return socket
      .timeout(patience.timeout)
      .emitWithAck('join', { courtroomId, rtpCapabilities, fingerprint, catchUp })
  }
  /** As an order does it: the media first, then everyone is told. */
  const order = (next: HearingState | null): void => {
    state = next
    sfu.setOnAir('room', next === 'live')
    if (next === null) sfu.letPreview('room')
    for (const tell of listeners) tell('hearing', standing)
  }
  const counts = async () => {
    const { previews, viewers } = await sfu.stats()
    return { previews: previews['room'], viewers: viewers['room'] }
  }
  return { opened, sessions, endsMs, signOut, rightsChanges, newSocket, staff, join, order, counts }
}

const refusal = (code: string): unknown => ({ ok: false, error: { code } })

describe('/preview', () => {
  it('shows a courtroom to those who look after it, counts them apart, and cuts them with everyone', async () => {
    const { opened, staff, newSocket, join, order, counts } = await start()
    const stranger = newSocket('nobody')
    const failed = vi.fn<(error: Error) => void>()
    stranger.on('connect_error', failed)
    await vi.waitFor(() => expect(failed.mock.calls[0]?.[0].message).toBe('not_signed_in'), patience)

    for (const socket of [staff('clerk'), staff('press_officer'), staff('technician', 'b')])
      expect(await join(socket)).toEqual(refusal('refused'))
    const technician = staff('technician')
    expect(await join(technician, 'other')).toEqual(refusal('refused'))
    expect(opened).not.toHaveBeenCalled()
    const answer = await join(technician)
    expect(joinAnswer.safeParse(Reflect.get(Object(answer), 'data')).error).toBeUndefined()
    const administrator = staff('administrator', null)
    expect(await join(administrator)).toMatchObject({ ok: true })
    expect(opened).toHaveBeenCalledTimes(2)
    expect(await counts()).toEqual({ previews: 2, viewers: 0 })
    const reasons = { technician: ends(technician), administrator: ends(administrator) }

    // An administrator may try a camera, and watch no hearing.
    order('live')
    expect(await counts()).toEqual({ previews: 1, viewers: 0 })
    await vi.waitFor(() => expect(reasons.administrator).toEqual(['not_on_air']), patience)
    expect(await join(administrator)).toEqual(refusal('not_on_air'))
    order('closed')
    expect(await counts()).toEqual({ previews: 0, viewers: 0 })
    await vi.waitFor(() => expect(reasons.technician).toEqual(['not_on_air']), patience)
    expect(await join(technician)).toEqual(refusal('not_on_air'))
    order('recess')
    expect(await join(technician)).toEqual(refusal('not_on_air'))
    order(null)
    expect(await join(technician)).toMatchObject({ ok: true })
    expect(await technician.emitWithAck('caughtUp')).toEqual({ ok: true, data: null })
    expect(await technician.emitWithAck('stopMedia')).toEqual({ ok: true, data: null })
    expect(await technician.emitWithAck('stopMedia')).toEqual(refusal('refused'))
    expect(await counts()).toEqual({ previews: 0, viewers: 0 })
  })

  it('ends with the session, and with the right', async () => {
    const { sessions, endsMs, signOut, rightsChanges, staff, join, counts } = await start()
    const signsOut = staff('technician', 'a', 'signs-out')
    const runsOut = staff('technician', 'a', 'runs-out')
    const loses = staff('technician', 'a', 'loses')
    const reasons = { signsOut: ends(signsOut), runsOut: ends(runsOut), loses: ends(loses) }
    endsMs.set('runs-out', Date.now() + 500)
    await join(signsOut)
    await join(runsOut)
    await join(loses)
    sessions.delete('runs-out')
    await vi.waitFor(() => expect(reasons.runsOut).toEqual(['refused']), patience)
    expect(reasons).toMatchObject({ signsOut: [], loses: [] })
    signOut('signs-out')
    await vi.waitFor(() => expect(reasons.signsOut).toEqual(['refused']), patience)
    sessions.set('loses', [{ role: 'clerk', courtId: 'a' }])
    rightsChanges.changed()
    await vi.waitFor(() => expect(reasons.loses).toEqual(['refused']), patience)
    expect(await join(signsOut)).toEqual(refusal('not_signed_in'))
    expect(await join(loses)).toEqual(refusal('refused'))
    expect(await counts()).toEqual({ previews: 0, viewers: 0 })
  })

  it('gives a courtroom a few at most, and each connection one', async () => {
    const { staff, join, counts } = await start()
    const sockets = Array.from({ length: previewsPerCourtroom }, () => staff('technician'))
    for (const socket of [...sockets, ...sockets]) expect(await join(socket)).toMatchObject({ ok: true })
    const late = staff('technician')
    expect(await join(late)).toEqual(refusal('too_many_requests'))
    expect(await counts()).toEqual({ previews: previewsPerCourtroom, viewers: 0 })
    sockets[0]?.disconnect()
    await vi.waitFor(async () => expect(await join(late)).toMatchObject({ ok: true }), patience)
  })
})
