import type { types } from 'mediasoup-client'
import { type ErrorCode, errorCodes } from '@press-gallery/server/protocol/errors'
import { feedStatus, type FeedStatus } from '@press-gallery/server/protocol/feed'
import {
  consumerAnswer,
  endReason,
  joinAnswer,
  mediaClock,
  type EndReason,
  type JoinRequest,
  type MediaClock,
  type Result,
  type ServerToClientEvents,
} from '@press-gallery/server/protocol/signalling'
import { io, type Socket } from 'socket.io-client'
import { z } from 'zod'

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

/** What a join asks with, whatever it is that is joined. */
export type JoinOffer = Omit<JoinRequest, 'rtpCapabilities' | 'token' | 'hearingId'> & {
  rtpCapabilities: types.RtpCapabilities
}

/** As much of a connection to the server as the media need that come by it; comes back by itself when lost. */
export interface MediaSignalling {
  readonly connected: boolean
  /** Which timestamps of the picture and sound that were joined belong together, as told last; null before. */
  readonly mediaClock: MediaClock | null
  /** How many joins were sent: each takes the place of the one before. */
  readonly joins: number
  /** Resolves at once when connected, else as soon as it is; rejects when closed or when `signal` aborts. */
  untilConnected(signal: AbortSignal): Promise<void>
  /** Each request rejects with `SignallingError`, or with any other error when no answer comes. */
  codecs(): Promise<types.RtpCapabilities>
  caughtUp(): Promise<void>
  /** Ends what was joined, and nothing else. */
  stopMedia(): Promise<void>
  /** Returns the function that takes the listener away. */
  listen(listener: SignallingListener): () => void
  /** Idempotent. */
  close: () => void
}

/** What is asked with no payload, by every namespace that media come by. */
interface MediaClientToServerEvents {
  codecs: (ack: (result: Result<Record<string, unknown>>) => void) => void
  caughtUp: (ack: (result: Result<null>) => void) => void
  stopMedia: (ack: (result: Result<null>) => void) => void
}

/** A connection, and what all that give media have in common. */
export interface OpenedSignalling {
  socket: Socket
  media: MediaSignalling
  /** Sends a join by `ask`. */
  join: (ask: () => Promise<unknown>) => Promise<Joined>
}

export const requestTimeoutMs = 5_000
const none = z.null()

/** Connects at once. `address` is a namespace, of the page's own origin where it names none. */
export function openSignalling(address: string): OpenedSignalling {
  const socket = io(address, {
    transports: ['websocket'],
    reconnectionDelay: 250,
    reconnectionDelayMax: 4_000,
    // A page's connection of its own: closing it must not end another's.
    forceNew: true,
  })
  const asked: Socket<ServerToClientEvents, MediaClientToServerEvents> = socket
  const patient = asked.timeout(requestTimeoutMs)
  let joins = 0
  let latestClock: MediaClock | null = null
  socket.on('clock', (clock: unknown) => {
    const parsed = mediaClock.safeParse(clock)
    if (parsed.success) latestClock = parsed.data
  })

  const media: MediaSignalling = {
    get joins() {
      return joins
    },
    get mediaClock() {
      return latestClock
    },
    get connected() {
      return socket.connected
    },
    untilConnected: (signal) => untilConnected(socket, signal),
    codecs: async () => parseAnswer(capabilities, await patient.emitWithAck('codecs')),
    caughtUp: async () => {
      parseAnswer(none, await patient.emitWithAck('caughtUp'))
    },
    stopMedia: async () => {
      parseAnswer(none, await patient.emitWithAck('stopMedia'))
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
    close: () => void socket.disconnect(),
  }
  return {
    socket,
    media,
    join: async (ask) => {
      joins++
      latestClock = null
      return parseAnswer(joined, await ask())
    },
  }
}

/** What the server has answered a request with; throws `SignallingError` where it said no. */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
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
