import type { Logger } from 'pino'
import type { Namespace } from 'socket.io'
import type { Attending } from '../hearings/attending.ts'
import { attendRequest, complaint, darkReceipt, playerReport } from '../protocol/attendance.ts'
import {
  renewRequest,
  watchNamespace,
  type ClientToServerEvents,
  type ServerToClientEvents,
} from '../protocol/signalling.ts'
import { GuardedEvent, listEvents, type ListedEvent } from './guarded-event.ts'
import { createJoinLimits } from './join-limits.ts'
import { serveEvents, type EventTable } from './serve-events.ts'
import type { SignallingServer } from './socket-server.ts'
import type { Viewing } from './viewer.ts'
import { join, WatchConnection, type WatchConnectionOptions } from './watch-connection.ts'

export interface WatchNamespaceOptions extends WatchConnectionOptions {
  io: SignallingServer
  log: Logger
}

export interface WatchNamespace {
  /** Puts out everything of a sign-in that was ended from elsewhere, also what only stands by; null: of all the person's. */
  signedOut(personId: string, sessionId: string | null): void
  /** Tells each viewer that the server stops, and disconnects them. Idempotent. */
  stop(): void
}

const eventsOf = (codecs: () => unknown): EventTable<keyof ClientToServerEvents, WatchConnection> => ({
  codecs: GuardedEvent.public(codecs),
  attend: GuardedEvent.withToken('attend', attendRequest, (connection, request, admission) =>
    connection.attend(request, admission),
  ),
  join: GuardedEvent.withToken('webrtc', join, (connection, request, admission) =>
    connection.join(request, admission),
  ),
  renew: GuardedEvent.withToken('attend', renewRequest, (connection, _, admission) =>
    connection.renew(admission),
  ),
  start: GuardedEvent.whileViewing<Viewing, WatchConnection>((connection, viewing) =>
    connection.start(viewing),
  ),
  caughtUp: GuardedEvent.whileViewing<Viewing, WatchConnection>((_, viewing) => {
    viewing.closeCatchUp()
    return null
  }),
  dark: GuardedEvent.whileAttending((attending: Attending, receipt) => {
    attending.dark(receipt)
    return null
  }, darkReceipt),
  report: GuardedEvent.whileAttending((attending: Attending, report) => {
    attending.report(report)
    return null
  }, playerReport),
  complain: GuardedEvent.whileAttending((attending: Attending, complained) => {
    attending.complain(complained)
    return null
  }, complaint),
  stopMedia: GuardedEvent.whilePresent((connection) => {
    connection.stopMedia()
    return null
  }),
  leave: GuardedEvent.whilePresent((connection) => {
    connection.leave()
    return null
  }),
})

/** Every event that is answered, with its rule. */
export const watchEvents: readonly ListedEvent[] = listEvents(
  watchNamespace,
  eventsOf(() => null),
)

/** Serves the signalling of viewers (`protocol/signalling.ts`) on its namespace. */
export function createWatchNamespace(options: WatchNamespaceOptions): WatchNamespace {
  const namespace: Namespace<ClientToServerEvents, ServerToClientEvents> = options.io.of(watchNamespace)
  const limits = createJoinLimits()
  const connections = new Set<WatchConnection>()

  const events = eventsOf(() => options.sfu.rtpCapabilities)

  namespace.on('connection', (socket) => {
    const connection = new WatchConnection(socket, options)
    connections.add(connection)
    socket.on('disconnect', () => {
      connections.delete(connection)
      connection.close()
    })
    serveEvents<keyof ClientToServerEvents, WatchConnection>(socket, {
      events,
      connection,
      allow: (event) => limits.allow(socket.id, event),
      onAnswered: (event, code) => limits.answered(socket.id, event, code),
      log: options.log.child({ viewerId: socket.id }),
    })
  })

  return {
    signedOut(personId, sessionId) {
      options.attendance.signedOut(personId, sessionId)
      for (const connection of connections) {
        const admission = connection.viewing()?.admission
        const isOfSession = sessionId === null || admission?.sessionId === sessionId
        if (admission?.subjectId === personId && isOfSession) connection.end('refused')
      }
    },
    stop() {
      for (const connection of connections) connection.end('server_stopping')
      for (const connection of connections) connection.close()
      connections.clear()
      namespace.removeAllListeners('connection')
      namespace.disconnectSockets(true)
    },
  }
}
