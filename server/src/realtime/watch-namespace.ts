import type { types } from 'mediasoup'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Admission, Admit } from '../access/gate.ts'
import { DomainError } from '../protocol/errors.ts'
import type { FeedStatus } from '../protocol/feed.ts'
import {
  joinRequest,
  renewRequest,
  watchNamespace,
  type ClientToServerEvents,
  type JoinAnswer,
  type MediaClock,
  type StartAnswer,
} from '../protocol/signalling.ts'
import type { Sfu } from '../sfu/sfu.ts'
import { GuardedEvent } from './guarded-event.ts'
import { createJoinLimits } from './join-limits.ts'
import { serveEvents } from './serve-events.ts'
import type { SignallingServer } from './socket-server.ts'
import { beginViewing, type Viewing } from './viewer.ts'

/** The feed of a hearing, as far as its viewers are concerned. */
export interface WatchedFeed {
  readonly courtroomId: string
  readonly status: FeedStatus
  /** Returns the function that takes the listener away. */
  onStatus(listener: (status: FeedStatus) => void): () => void
  /** Tells at once what is known, and then each change; returns as `onStatus` does. */
  onMediaClock(listener: (clock: MediaClock) => void): () => void
}

export interface WatchNamespaceOptions {
  io: SignallingServer
  sfu: Sfu
  admit: Admit
  /** Null for a hearing that has no feed at present. */
  feeds: (hearingId: string) => WatchedFeed | null
  /** ms since the epoch. */
  clock: () => number
  log: Logger
}

export interface WatchNamespace {
  /** Tells each viewer that the server stops, and disconnects them. Idempotent. */
  stop(): void
}

const join = joinRequest.extend({
  // Its outline was held by the protocol; mediasoup examines the rest before it uses any of it.
  rtpCapabilities: z.custom<types.RtpCapabilities>(
    (value) => joinRequest.shape.rtpCapabilities.safeParse(value).success,
  ),
})

type Socket = Parameters<Parameters<ReturnType<SignallingServer['of']>['on']>[1]>[0]

/** Serves the signalling of viewers (`protocol/signalling.ts`) on its namespace. */
export function createWatchNamespace(options: WatchNamespaceOptions): WatchNamespace {
  const namespace = options.io.of(watchNamespace)
  const limits = createJoinLimits()
  const viewings = new Map<string, Viewing>()

  namespace.on('connection', (socket) => {
    const log = options.log.child({ viewerId: socket.id })
    const joiner = new Joiner(socket, viewings, options)
    socket.on('disconnect', () => joiner.leave())

    serveEvents<keyof ClientToServerEvents, Viewing>(socket, {
      events: {
        codecs: GuardedEvent.public(() => options.sfu.rtpCapabilities),
        join: GuardedEvent.withToken(join, (request, admission) => joiner.join(request, admission)),
        renew: GuardedEvent.withToken(renewRequest, (_, admission) => joiner.renew(admission)),
        start: GuardedEvent.whileViewing((viewing) => joiner.start(viewing)),
        caughtUp: GuardedEvent.whileViewing((viewing) => {
          viewing.closeCatchUp()
          return null
        }),
        leave: GuardedEvent.whileViewing(() => {
          joiner.leave()
          return null
        }),
      },
      asker: { admit: options.admit, viewing: () => viewings.get(socket.id) ?? null },
      allow: (event) => limits.allow(socket.id, event),
      onAnswered: (event, code) => limits.answered(socket.id, event, code),
      log,
    })
  })

  return {
    stop() {
      for (const [id, viewing] of viewings) {
        viewing.close()
        namespace.sockets.get(id)?.emit('ended', 'server_stopping')
      }
      viewings.clear()
      namespace.removeAllListeners('connection')
      namespace.disconnectSockets(true)
    },
  }
}

/** One connection's viewing, of which there is at most one: a new join takes the place of the last. */
class Joiner {
  readonly #socket: Socket
  readonly #viewings: Map<string, Viewing>
  readonly #options: WatchNamespaceOptions
  #joins = 0

  constructor(socket: Socket, viewings: Map<string, Viewing>, options: WatchNamespaceOptions) {
    this.#socket = socket
    this.#viewings = viewings
    this.#options = options
  }

  async join(request: z.infer<typeof join>, admission: Admission): Promise<JoinAnswer> {
    const { sfu, feeds, clock } = this.#options
    this.leave()
    const joins = ++this.#joins
    const feed = feeds(admission.hearingId)
    if (!feed) throw new DomainError('feed_unavailable', `hearing ${admission.hearingId} has no feed`)
    const view = await sfu.view({
      courtroomId: feed.courtroomId,
      viewerId: this.#socket.id,
      rtpCapabilities: request.rtpCapabilities,
      fingerprint: request.fingerprint,
      catchUp: request.catchUp,
      standBy: request.standBy,
    })
    if (joins !== this.#joins || this.#socket.disconnected) {
      view.close()
      throw new DomainError('refused', 'left, or joined again, while joining')
    }
    const viewing = beginViewing({
      view,
      admission,
      clock,
      follow: () => this.#follow(feed),
      onEnd: (reason) => {
        this.#viewings.delete(this.#socket.id)
        this.#socket.emit('ended', reason)
      },
    })
    this.#viewings.set(this.#socket.id, viewing)
    return { transport: view.transport, consumers: view.consumers, catchUp: view.catchUp, feed: feed.status }
  }

  async start(viewing: Viewing): Promise<StartAnswer> {
    await viewing.start()
    const feed = this.#options.feeds(viewing.hearingId)
    if (!feed) throw new DomainError('feed_unavailable', `hearing ${viewing.hearingId} has no feed`)
    return { feed: feed.status }
  }

  #follow(feed: WatchedFeed): () => void {
    const endings = [
      feed.onStatus((status) => this.#socket.emit('feed', status)),
      feed.onMediaClock((clock) => this.#socket.emit('clock', clock)),
    ]
    return () => {
      for (const end of endings) end()
    }
  }

  renew(admission: Admission): null {
    const viewing = this.#viewings.get(this.#socket.id)
    if (!viewing) throw new DomainError('refused', 'not watching')
    viewing.renew(admission)
    return null
  }

  /** Ends what is watched, and whatever join is under way. Idempotent. */
  leave(): void {
    this.#joins++
    this.#viewings.get(this.#socket.id)?.close()
    this.#viewings.delete(this.#socket.id)
  }
}
