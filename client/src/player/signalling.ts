import {
  attendAnswer,
  putOut,
  type AttendAnswer,
  type AttendRequest,
  type Complaint,
  type DarkReceipt,
  type PlayerReport,
  type PutOut,
} from '@press-gallery/server/protocol/attendance'
import { type ErrorCode, errorCodes } from '@press-gallery/server/protocol/errors'
import { feedStatus, type FeedStatus } from '@press-gallery/server/protocol/feed'
import { standing, type Standing } from '@press-gallery/server/protocol/hearing-state'
import {
  consumerAnswer,
  endReason,
  joinAnswer,
  mediaClock,
  startAnswer,
  watchNamespace,
  type ClientToServerEvents,
  type EndReason,
  type JoinRequest,
  type MediaClock,
  type ServerToClientEvents,
  type StartAnswer,
} from '@press-gallery/server/protocol/signalling'
import type { types } from 'mediasoup-client'
import { io, type Socket } from 'socket.io-client'
import { z } from 'zod'
import type { WakeReason } from '../browser/wake.ts'

/** The server said no to a request, with this code. */
export class SignallingError extends Error {
  readonly code: ErrorCode

  constructor(code: ErrorCode) {
    super(`the server answered ${code}`)
    this.name = 'SignallingError'
    this.code = code
  }
}

/** Takes what has the outline of `schema` for a `T`, which mediasoup-client examines by itself. */
const outlined = <T>(schema: z.ZodType): z.ZodType<T, T> =>
  z.custom<T>((value) => schema.safeParse(value).success)

const { iceParameters, iceCandidates, dtlsParameters, id } = joinAnswer.shape.transport.shape
const track = consumerAnswer.extend({
  rtpParameters: outlined<types.RtpParameters>(consumerAnswer.shape.rtpParameters),
})
const joined = joinAnswer.extend({
  transport: z.strictObject({
    id,
    iceParameters: outlined<types.IceParameters>(iceParameters),
    iceCandidates: outlined<types.IceCandidate[]>(iceCandidates),
    dtlsParameters: outlined<types.DtlsParameters>(dtlsParameters),
  }),
  consumers: z.array(track),
  catchUp: track.nullable(),
})
const capabilities = outlined<types.RtpCapabilities>(z.record(z.string(), z.unknown()))

export type OfferedTrack = z.infer<typeof track>
export type Joined = z.infer<typeof joined>

/** What the one who watches is told from the other side. */
export interface SignallingListener {
  onFeed(status: FeedStatus): void
  onEnded(reason: EndReason): void
  /** The way to the server is lost, and with it what was joined; it is looked for again without being asked. */
  onLost(): void
}

/** What the one who attends is told. */
export interface AttendanceListener {
  onStanding(standing: Standing): void
  onOut(putOut: PutOut): void
  /** The way to the server is there, or there again; the server knows nothing of an attendance from before. */
  onConnected(): void
  onLost(): void
}

/** The page's one connection to the server's namespace `/watch`; comes back by itself when lost. */
export interface Signalling {
  readonly connected: boolean
  /** Which timestamps of the joined hearing's picture and sound belong together, as told last; null before. */
  readonly mediaClock: MediaClock | null
  /** How many joins were sent: each takes the place of the one before. */
  readonly joins: number
  /**
   * The network or the device came back: a connection that does not answer at once is made anew without waiting for a timeout; on
   * another network, where it can't be alive, unasked.
   */
  revive(why: WakeReason): Promise<void>
  /** Resolves at once when connected, else as soon as it is; rejects when closed or when `signal` aborts. */
  untilConnected(signal: AbortSignal): Promise<void>
  /** Each request rejects with `SignallingError`, or with any other error when no answer comes. */
  codecs(): Promise<types.RtpCapabilities>
  join(
    request: Omit<JoinRequest, 'rtpCapabilities'> & { rtpCapabilities: types.RtpCapabilities },
  ): Promise<Joined>
  /** Lets the media of a join that stands by flow. */
  start(): Promise<StartAnswer>
  renew(token: string, hearingId: string): Promise<void>
  attend(request: AttendRequest): Promise<AttendAnswer>
  dark(receipt: DarkReceipt): Promise<void>
  report(report: PlayerReport): Promise<void>
  complain(complaint: Complaint): Promise<void>
  caughtUp(): Promise<void>
  /** Ends what was joined, and nothing else. */
  stopMedia(): Promise<void>
  /** Ends what was joined, and attendance. */
  leave(): Promise<void>
  /** Returns the function that takes the listener away. */
  listen(listener: SignallingListener): () => void
  /** As `listen`. */
  follow(listener: AttendanceListener): () => void
  /** Idempotent. */
  close(): void
}

const requestTimeoutMs = 5_000
/** A connection that says nothing for so long, ms, after the device woke is taken for dead. */
const signOfLifeMs = 2_000

/** Connects at once. `origin` is that of the server, the page's own when absent. */
export function connectSignalling(origin = ''): Signalling {
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io(`${origin}${watchNamespace}`, {
    transports: ['websocket'],
    reconnectionDelay: 250,
    reconnectionDelayMax: 4_000,
    // A page's connection of its own: closing it must not end another's.
    forceNew: true,
  })
  const patient = socket.timeout(requestTimeoutMs)
  const none = z.null()
  let joins = 0
  let latestClock: MediaClock | null = null
  let closed = false
  let asking = false
  const isAlive = async (): Promise<boolean> => {
    try {
      await socket.timeout(signOfLifeMs).emitWithAck('codecs')
      return true
    } catch {
      return false
    }
  }
  /** Not only the socket: while it waits for its next try, it would not hear of a wish to connect. */
  const anew = (): void => {
    if (!closed) socket.disconnect().connect()
  }
  socket.on('clock', (clock: unknown) => {
    const parsed = mediaClock.safeParse(clock)
    if (parsed.success) latestClock = parsed.data
  })

  return {
    get joins() {
      return joins
    },
    get mediaClock() {
      return latestClock
    },
    get connected() {
      return socket.connected
    },
    revive: async (why) => {
      if (!socket.connected || why === 'network') {
        anew()
        return
      }
      if (asking) return
      asking = true
      const alive = await isAlive()
      asking = false
      if (!alive) anew()
    },
    untilConnected: (signal) => untilConnected(socket, signal),
    codecs: async () => parse(capabilities, await patient.emitWithAck('codecs')),
    join: async (request) => {
      joins++
      latestClock = null
      return parse(joined, await patient.emitWithAck('join', request))
    },
    start: async () => parse(startAnswer, await patient.emitWithAck('start')),
    renew: async (token, hearingId) => {
      parse(none, await patient.emitWithAck('renew', { token, hearingId }))
    },
    caughtUp: async () => {
      parse(none, await patient.emitWithAck('caughtUp'))
    },
    attend: async (request) => parse(attendAnswer, await patient.emitWithAck('attend', request)),
    dark: async (receipt) => {
      parse(none, await patient.emitWithAck('dark', receipt))
    },
    report: async (report) => {
      parse(none, await patient.emitWithAck('report', report))
    },
    complain: async (complaint) => {
      parse(none, await patient.emitWithAck('complain', complaint))
    },
    stopMedia: async () => {
      parse(none, await patient.emitWithAck('stopMedia'))
    },
    leave: async () => {
      parse(none, await patient.emitWithAck('leave'))
    },
    follow(listener) {
      const onStanding = (told: unknown): void => {
        const parsed = standing.safeParse(told)
        if (parsed.success) listener.onStanding(parsed.data)
      }
      const onOut = (told: unknown): void => {
        const parsed = putOut.safeParse(told)
        if (parsed.success) listener.onOut(parsed.data)
      }
      const onConnected = (): void => listener.onConnected()
      const onLost = (): void => listener.onLost()
      socket.on('standing', onStanding)
      socket.on('out', onOut)
      socket.on('connect', onConnected)
      socket.on('disconnect', onLost)
      return () => {
        socket.off('standing', onStanding)
        socket.off('out', onOut)
        socket.off('connect', onConnected)
        socket.off('disconnect', onLost)
      }
    },
    listen(listener) {
      const onFeed = (status: unknown): void => {
        const parsed = feedStatus.safeParse(status)
        if (parsed.success) listener.onFeed(parsed.data)
      }
      const onEnded = (reason: unknown): void => {
        const parsed = endReason.safeParse(reason)
        listener.onEnded(parsed.success ? parsed.data : 'connection_lost')
      }
      const onLost = (): void => listener.onLost()
      socket.on('feed', onFeed)
      socket.on('ended', onEnded)
      socket.on('disconnect', onLost)
      return () => {
        socket.off('feed', onFeed)
        socket.off('ended', onEnded)
        socket.off('disconnect', onLost)
      }
    },
    close: () => {
      closed = true
      socket.disconnect()
    },
  }
}

function parse<T>(schema: z.ZodType<T>, answer: unknown): T {
  const result = z
    .discriminatedUnion('ok', [
      z.strictObject({ ok: z.literal(true), data: schema }),
      z.strictObject({ ok: z.literal(false), error: z.strictObject({ code: z.enum(errorCodes) }) }),
    ])
    .parse(answer)
  if (!result.ok) throw new SignallingError(result.error.code)
  return result.data
}

function untilConnected(socket: Socket, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  if (socket.connected) return Promise.resolve()
  // The server itself has ended the connection: socket.io then leaves it to us to come back.
  if (!socket.active) socket.connect()
  return new Promise((resolve, reject) => {
    const onConnect = (): void => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }
    const onAbort = (): void => {
      socket.off('connect', onConnect)
      reject(new DOMException('no longer wanted', 'AbortError'))
    }
    socket.once('connect', onConnect)
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
