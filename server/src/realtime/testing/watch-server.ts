import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { io as connect, type Socket } from 'socket.io-client'
import type { Admit } from '../../access/gate.ts'
import { openAttendanceRig } from '../../hearings/testing/attendance-rig.ts'
import { DomainError } from '../../protocol/errors.ts'
import type { FeedStatus } from '../../protocol/feed.ts'
import { watchNamespace } from '../../protocol/signalling.ts'
import { createSfu } from '../../sfu/create-sfu.ts'
import { createSocketServer } from '../socket-server.ts'
import { createWatchNamespace } from '../watch-namespace.ts'

/** What viewers are told of the feed. */
export const live: FeedStatus = {
  state: 'live',
  fault: null,
  sinceMs: 0,
  nextTryMs: null,
  video: null,
  audio: null,
}

/** Stands for the real gate, which has tests of its own: `<hearing>:<person>:<end in ms>`, and on the air as the hearing is. */
const admit: Admit = async (token, hearingId) => {
  await Promise.resolve()
  const [hearing, subjectId, end] = (token ?? '').split(':')
  if (hearing !== hearingId || hearing !== 'hearing' || subjectId === undefined)
    throw new DomainError('refused', 'no')
  const expiresAtMs = Number(end)
  if (expiresAtMs <= Date.now()) throw new DomainError('token_expired', 'it has ended')
  return { hearingId, subjectId, role: 'journalist', tokenId: String(token), expiresAtMs }
}

/** Of somebody new, unless it is said of whom. */
export const token = (lastsMs = 60_000, subjectId = `person-${randomUUID()}`): string =>
  `hearing:${subjectId}:${Date.now() + lastsMs}`
const fingerprint = Array.from({ length: 32 }, () => 'AB').join(':')

/** A server of `/watch` with a real worker, one courtroom on the air, and one hearing; `owns` is told of what is to be stopped. */
export async function startWatchServer(owns: (stop: () => unknown) => void, log: Logger) {
  const workerBin = process.env['MEDIASOUP_WORKER_BIN']
  const sfu = await createSfu({
    ...(workerBin === undefined ? {} : { workerBin }),
    workerCount: 1,
    listen: { addresses: [{ ip: '127.0.0.1' }], port: 0 },
    log,
  })
  owns(() => sfu.stop())
  await sfu.openCourtroom({
    courtroomId: 'room',
    relay: { address: '127.0.0.1', port: 9 },
    onEndpoint: () => undefined,
  })
  sfu.setOnAir('room', true)
  const rig = await openAttendanceRig({ hearingId: 'hearing', log })
  owns(() => rig.stop())
  const http = createServer()
  const io = createSocketServer(http, { allowedOrigins: ['https://press.example'] })
  const statusListeners = new Set<(status: FeedStatus) => void>()
  const watch = createWatchNamespace({
    io,
    sfu,
    admit,
    attendance: rig.attendance,
    feeds: (id) =>
      id === 'hearing'
        ? {
            courtroomId: 'room',
            status: live,
            onStatus: (listener) => {
              statusListeners.add(listener)
              return () => statusListeners.delete(listener)
            },
            onMediaClock: (listener) => {
              listener({ video: 90, audio: 48 })
              return () => undefined
            },
          }
        : null,
    clock: () => Date.now(),
    log,
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  owns(async () => {
    watch.stop()
    await io.close()
  })
  const address: AddressInfo | string | null = http.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  const url = `http://127.0.0.1:${address.port}`

  const newSocket = (options: Record<string, unknown> = {}): Socket => {
    const socket = connect(`${url}${watchNamespace}`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      ...options,
    })
    owns(() => socket.disconnect())
    return socket
  }
  const join = async (socket: Socket, request: Record<string, unknown> = {}): Promise<unknown> =>
    socket.timeout(5_000).emitWithAck('join', {
      token: token(),
      hearingId: 'hearing',
      rtpCapabilities: sfu.rtpCapabilities,
      fingerprint,
      catchUp: true,
      ...request,
    })
  const viewers = async (): Promise<number> => (await sfu.stats()).viewers['room'] ?? 0
  const standBys = async (): Promise<number> => (await sfu.stats()).standBys['room'] ?? 0
  return { sfu, rig, watch, newSocket, join, viewers, standBys, statusListeners }
}

/** Why the socket's media were ended, as it is told. */
export function ends(socket: Socket): string[] {
  const reasons: string[] = []
  socket.on('ended', (reason: string) => reasons.push(reason))
  return reasons
}
