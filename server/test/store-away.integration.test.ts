import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { postgresPrograms, startTestPostgres, type TestPostgres } from '../../infra/test-postgres.mjs'
import { verifyLog } from '../src/audit/verify-log.ts'
import { errorAnswer, tokenAnswer } from '../src/protocol/api.ts'
import { deskAnswer } from '../src/protocol/desk.ts'
import { standing, type OrderKind, type Standing } from '../src/protocol/hearing-state.ts'
import { devicesNamespace, pairingAnswer } from '../src/protocol/screens.ts'
import { watchNamespace } from '../src/protocol/signalling.ts'
import { openStore, type Store } from '../src/store/open-store.ts'
import { cookieOf } from './http-fixture.ts'
import { install, isAlive, startServer, type Installation, type ServerProcess } from './server-process.ts'

const patienceMs = 30_000
const result = z.union([
  z.object({ ok: z.literal(true) }),
  z.object({ ok: z.literal(false), error: z.strictObject({ code: z.string() }) }),
])
const readiness = z.object({ ready: z.boolean(), parts: z.record(z.string(), z.boolean()) })

let postgres: TestPostgres
let installation: Installation
let server: ServerProcess
let session: Record<'clerk' | 'technician' | 'journalist' | 'stranger', string>

const has = postgresPrograms() !== undefined
beforeAll(async () => {
  if (!has) return
  postgres = await startTestPostgres()
  installation = await install(postgres.url)
  server = await startServer(installation.dataDir, { DATABASE_URL: postgres.url })
  const signIn = (login: string): Promise<string> => server.signIn(login, installation.password)
  session = {
    clerk: await signIn('clerk'),
    technician: await signIn('technician'),
    journalist: await signIn('journalist'),
    stranger: await signIn('stranger'),
  }
  for (const hearingId of ['hearing-1', 'hearing-2'])
    await server.order(session.technician, hearingId, 'start')
})
const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})
afterAll(async () => {
  if (!has) return
  await server.stop('SIGKILL')
  await installation.remove()
  await postgres.stop()
})

/** Where the hearing stands, by a desk that can be read. */
async function stands(hearingId: string): Promise<Standing> {
  const answer = await fetch(`${server.url}/api/hearings/${hearingId}/desk`, {
    headers: { Cookie: session.clerk },
  })
  return deskAnswer.parse(await answer.json()).hearing.standing
}

const ask = (path: string, headers: Record<string, string>, body?: object): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })

/** `obeyed`, or the status and code of the answer. */
async function order(who: string, hearingId: string, kind: OrderKind, version: number): Promise<string> {
  const answer = await ask(`/api/hearings/${hearingId}/orders`, { Cookie: who }, { order: kind, version })
  if (answer.ok) {
    standing.parse(await answer.json())
    return 'obeyed'
  }
  return codeOf(answer)
}

const codeOf = async (answer: Response): Promise<string> =>
  `${answer.status} ${errorAnswer.parse(await answer.json()).error.code}`

async function tokenOf(hearingId: string): Promise<string> {
  const answer = await ask(`/api/hearings/${hearingId}/token`, { Cookie: session.journalist }, {})
  return tokenAnswer.parse(await answer.json()).token
}

const playlist = async (hearingId: string, token: string): Promise<string> =>
  codeOf(await ask(`/hls/${hearingId}/index.m3u8`, { Authorization: `Bearer ${token}` }))

function connect(): Socket {
  const socket = io(`${server.url}${watchNamespace}`, { transports: ['websocket'], forceNew: true })
  sockets.push(socket)
  return socket
}

/** The code that a request over a socket is answered with, or `ok`. */
async function sent(socket: Socket, event: string, request: object): Promise<string> {
  const answer = result.parse(await socket.timeout(patienceMs).emitWithAck(event, request))
  return answer.ok ? 'ok' : answer.error.code
}

const viewer = { rtpCapabilities: {}, fingerprint: Array(32).fill('AB').join(':'), catchUp: false }

/** A journalist who attends; `told` is all that the server has said since. */
async function attend(hearingId: string, viewingId: string) {
  const socket = connect()
  const told: [string, unknown][] = []
  socket.onAny((event: string, value: unknown) => told.push([event, value]))
  const token = await tokenOf(hearingId)
  expect(await sent(socket, 'attend', { token, hearingId, viewingId, takeOver: true })).toBe('ok')
  return { socket, token, told }
}

/** The session cookie of a new bench that is switched on. */
async function pairBench(courtroomId: string): Promise<string> {
  const shown = await ask('/api/pairings', {}, { kind: 'bench' })
  const pairing = { code: pairingAnswer.parse(await shown.json()).code, name: 'Bench', courtroomId }
  await ask('/api/courts/court-1/screens', { Cookie: session.technician }, pairing)
  const cookie = cookieOf(
    await ask('/api/pairings/mine', { Cookie: cookieOf(shown, 'pg_pairing') }),
    'pg_session',
  )
  const socket = io(`${server.url}${devicesNamespace}`, {
    transports: ['websocket'],
    forceNew: true,
    extraHeaders: { Cookie: cookie },
  })
  sockets.push(socket)
  await new Promise((told) => socket.once('bench', told))
  return cookie
}

const report = { path: 'hls', frames: 50, soundLevel: 0.1, stalls: 0, overMs: 2000, unmuted: true }

const ready = async () => {
  const answer = await fetch(`${server.url}/readyz`)
  return { status: answer.status, ...readiness.parse(await answer.json()) }
}

/** What the log says of a hearing, in its order; fails where it is not whole. */
async function logged(hearingId: string): Promise<string[]> {
  const store: Store = await openStore({ postgresUrl: postgres.url }, { migrate: false })
  try {
    expect(await verifyLog(store.database)).toMatchObject({ problems: [] })
    const rows = await store.database
      .selectFrom('audit_entries')
      .select('kind')
      .where('hearing_id', '=', hearingId)
      .where('kind', 'not like', 'attendance.%')
      .orderBy('seq')
      .execute()
    return rows.map(({ kind }) => kind)
  } finally {
    await store.close()
  }
}

describe.skipIf(!has)(
  'a server whose PostgreSQL is stopped while one hearing is live and one is closed',
  () => {
    it('admits nobody, closes at the court’s word, and goes on by itself when it is back', async () => {
      const watching = await attend('hearing-1', 'a-viewing-of-the-live-one')
      const waiting = await attend('hearing-2', 'a-viewing-of-the-closed-one')
      expect(await sent(watching.socket, 'report', report)).toBe('ok')
      expect(await order(session.clerk, 'hearing-2', 'close', 1)).toBe('obeyed')
      await vi.waitFor(() => expect(waiting.told.map(([event]) => event)).toContain('standing'), patienceMs)
      expect((await ask('/api/hearings', { Cookie: session.stranger })).status).toBe(200)
      expect((await ready()).status).toBe(200)
      watching.told.length = 0
      waiting.told.length = 0

      await postgres.halt()

      await vi.waitFor(
        async () =>
          expect(await ready()).toMatchObject({
            status: 503,
            ready: false,
            parts: { sfu: true, database: false },
          }),
        patienceMs,
      )
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
      // One that is live, one that is closed, one that is not there: the same answer, on every way in.
      for (const hearingId of ['hearing-1', 'hearing-2', 'no-such-one']) {
        const token = hearingId === 'hearing-2' ? waiting.token : watching.token
        const answer = await ask(`/api/hearings/${hearingId}/token`, { Cookie: session.journalist }, {})
        expect([hearingId, await codeOf(answer)]).toEqual([hearingId, '503 store_unavailable'])
        if (hearingId === 'no-such-one') continue
        expect(await playlist(hearingId, token)).toBe('503 store_unavailable')
        const viewingId = 'a-viewing-while-it-is-away'
        expect(await sent(connect(), 'attend', { token, hearingId, viewingId })).toBe('store_unavailable')
        expect(await sent(connect(), 'join', { token, hearingId, ...viewer })).toBe('store_unavailable')
        expect(await sent(connect(), 'renew', { token, hearingId })).toBe('store_unavailable')
      }
      const login = { login: 'clerk', password: installation.password }
      expect(await codeOf(await ask('/api/session', {}, login))).toBe('503 store_unavailable')
      expect(await codeOf(await ask('/api/hearings', { Cookie: session.journalist }))).toBe(
        '503 store_unavailable',
      )

      // Who was admitted before goes on watching what is live, until the court says otherwise.
      expect(await sent(watching.socket, 'report', report)).toBe('ok')
      expect(watching.told).toEqual([])
      expect(await order(session.clerk, 'hearing-1', 'recess', 1)).toBe('503 store_unavailable')
      expect(await order(session.clerk, 'hearing-2', 'reopen', 2)).toBe('503 store_unavailable')
      expect(await order(session.stranger, 'hearing-1', 'close', 1)).toBe('403 refused')
      expect(await order('pg_session=nobody', 'hearing-1', 'close', 1)).toBe('503 store_unavailable')
      expect(watching.told).toEqual([])

      expect(await order(session.clerk, 'hearing-1', 'close', 1)).toBe('503 closed_unwritten')
      await vi.waitFor(
        () =>
          expect(watching.told).toEqual([
            ['standing', expect.objectContaining({ state: 'closed', version: 2 })],
          ]),
        patienceMs,
      )
      expect(await order(session.clerk, 'hearing-1', 'close', 1)).toBe('503 closed_unwritten')
      expect(await sent(watching.socket, 'dark', { version: 2, afterMs: 10 })).toBe('ok')
      expect(waiting.told).toEqual([])

      await postgres.resume()

      await vi.waitFor(async () => expect((await ready()).status).toBe(200), patienceMs)
      await vi.waitFor(
        async () => expect(await stands('hearing-1')).toMatchObject({ state: 'closed', version: 2 }),
        patienceMs,
      )
      expect(await playlist('hearing-1', watching.token)).toBe('409 not_on_air')
      expect(await playlist('hearing-2', waiting.token)).toBe('409 not_on_air')
      expect(await order(session.clerk, 'hearing-1', 'close', 1)).toBe('409 not_in_this_state')
      expect(await order(session.clerk, 'hearing-1', 'reopen', 2)).toBe('obeyed')
      expect(await playlist('hearing-1', watching.token)).toBe('503 feed_unavailable')
      const back = await attend('hearing-2', 'a-viewing-now-that-it-is-back')
      expect(back.told).toEqual([])
      expect(isAlive(server.pid)).toBe(true)

      for (const { socket } of [watching, waiting, back]) socket.disconnect()
      await vi.waitFor(
        async () =>
          // Each once; what waited for the store was written in any order.
          expect((await logged('hearing-1')).toSorted()).toEqual([
            'hearing.close',
            'hearing.dark',
            'hearing.reopen',
            'hearing.start',
            'watch.began',
            'watch.ended',
          ]),
        patienceMs,
      )
    })

    it('closes at once, by the bench’s button too, when the database hangs and answers nothing', async () => {
      const { version } = await stands('hearing-1')
      const [bench, benchElsewhere] = [await pairBench('room-1'), await pairBench('room-2')]
      const watching = await attend('hearing-1', 'a-viewing-while-it-hangs')
      watching.told.length = 0
      postgres.freeze()
      try {
        expect(await order(benchElsewhere, 'hearing-1', 'close', version)).toBe('403 refused')
        expect(await order(bench, 'hearing-1', 'close', version)).toBe('503 closed_unwritten')
        await vi.waitFor(
          () =>
            expect(watching.told).toEqual([
              ['standing', expect.objectContaining({ state: 'closed', version: version + 1 })],
            ]),
          patienceMs,
        )
      } finally {
        postgres.thaw()
      }
      await vi.waitFor(
        async () =>
          expect(await stands('hearing-1')).toMatchObject({ state: 'closed', version: version + 1 }),
        patienceMs,
      )
      const orders = (await logged('hearing-1')).filter((kind) => kind === 'hearing.close')
      expect(orders).toHaveLength(2)
    })

    it('keeps closed what it could not write, killed and started again', async () => {
      const { version } = await stands('hearing-1')
      expect(await order(session.clerk, 'hearing-1', 'reopen', version)).toBe('obeyed')
      await postgres.halt()
      expect(await order(session.clerk, 'hearing-1', 'close', version + 1)).toBe('503 closed_unwritten')
      await server.stop('SIGKILL')
      await postgres.resume()
      server = await startServer(installation.dataDir, { DATABASE_URL: postgres.url })
      expect(await stands('hearing-1')).toMatchObject({ state: 'closed', version: version + 2 })
      const last = (await logged('hearing-1'))
        .filter((kind) => /^hearing\.(close|reopen)$/.test(kind))
        .slice(-2)
      expect(last).toEqual(['hearing.reopen', 'hearing.close'])
    })

    it('stops in order while its database is away', async () => {
      await attend('hearing-2', 'a-viewing-when-it-stops')
      await postgres.halt()
      expect(await server.stop('SIGTERM')).toBe(0)
    })
  },
)
