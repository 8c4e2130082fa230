import type { Logger } from 'pino'
import type { Namespace } from 'socket.io'
import type { PreviewAdmission } from '../access/preview-right.ts'
import { createRightsChanges, type RightsChanges } from '../access/rights-changes.ts'
import type { Sessions } from '../access/sessions.ts'
import type { Attendance } from '../hearings/attendance.ts'
import { askWhenever } from '../hearings/rights-asked-again.ts'
import {
  previewNamespace,
  type PreviewClientToServerEvents,
  type PreviewServerToClientEvents,
} from '../protocol/preview-signalling.ts'
import type { View } from '../sfu/sfu.ts'
import { GuardedEvent, listEvents, type ListedEvent } from './guarded-event.ts'
import { createJoinLimits } from './join-limits.ts'
import {
  join,
  previewPermission,
  PreviewConnection,
  type PreviewConnectionOptions,
} from './preview-connection.ts'
import { serveEvents, type EventTable } from './serve-events.ts'
import { demandSession } from './session-handshake.ts'
import type { SignallingServer } from './socket-server.ts'

export interface PreviewNamespaceOptions extends Omit<PreviewConnectionOptions, 'hasRoom' | 'onSessionEnd'> {
  io: SignallingServer
  attendance: Pick<Attendance, 'onStanding'>
  rightsChanges: Pick<RightsChanges, 'onChanged'>
  sessions: Pick<Sessions, 'onEnded'>
  log: Logger
}

export interface PreviewNamespace {
  /** Tells each that the server stops, and disconnects them. Idempotent. */
  stop(): void
}

/** A courtroom has two technicians at most times; each preview takes as much of the worker as a viewer does. */
export const previewsPerCourtroom = 4

const eventsOf = (
  codecs: () => unknown,
): EventTable<keyof PreviewClientToServerEvents, PreviewConnection> => ({
  codecs: GuardedEvent.public(codecs),
  join: GuardedEvent.forCourtroom(
    previewPermission,
    join,
    (connection: PreviewConnection, request, admission: PreviewAdmission) =>
      connection.join(request, admission),
  ),
  caughtUp: GuardedEvent.whileViewing<View, PreviewConnection>((_, view) => {
    view.closeCatchUp()
    return null
  }),
  stopMedia: GuardedEvent.whileViewing<View, PreviewConnection>((connection) => {
    connection.stopMedia()
    return null
  }),
})

/** Every event that is answered, with its rule. */
export const previewEvents: readonly ListedEvent[] = listEvents(
  previewNamespace,
  eventsOf(() => null),
)

/** Serves previews of courtrooms (`protocol/preview-signalling.ts`) on their namespace. */
export function createPreviewNamespace(options: PreviewNamespaceOptions): PreviewNamespace {
  const { io, sfu, sessionOf, attendance, rightsChanges, sessions, log } = options
  const namespace: Namespace<PreviewClientToServerEvents, PreviewServerToClientEvents> =
    io.of(previewNamespace)
  const limits = createJoinLimits()
  const connections = new Set<PreviewConnection>()
  const events = eventsOf(() => sfu.rtpCapabilities)
  const changes = createRightsChanges()
  const onSessionEnd = (): void => changes.changed()
  const hasRoom = (courtroomId: string, asking: PreviewConnection): boolean => {
    const others = [...connections].filter((one) => one !== asking && one.courtroomId === courtroomId)
    return others.length < previewsPerCourtroom
  }

  demandSession(namespace, sessionOf, log)
  namespace.on('connection', (socket) => {
    const connection = new PreviewConnection(socket, { ...options, hasRoom, onSessionEnd })
    connections.add(connection)
    socket.on('disconnect', () => {
      connections.delete(connection)
      connection.close()
    })
    serveEvents<keyof PreviewClientToServerEvents, PreviewConnection>(socket, {
      events,
      connection,
      allow: (event) => limits.allow(socket.id, event),
      onAnswered: (event, code) => limits.answered(socket.id, event, code),
      log: log.child({ previewId: socket.id }),
    })
  })

  const endings = [
    attendance.onStanding(() => {
      for (const connection of connections) connection.settle()
    }),
    rightsChanges.onChanged(() => changes.changed()),
    sessions.onEnded(() => changes.changed()),
  ]
  const asked = askWhenever({
    changes,
    ask: async () => {
      await Promise.all([...connections].map((connection) => connection.askAgain()))
    },
    onFailure: (error) => log.error({ err: error }, 'rights to previews could not be asked again'),
  })

  return {
    stop() {
      for (const end of endings) end()
      asked.stop()
      for (const connection of connections) connection.end('server_stopping')
      for (const connection of connections) connection.close()
      connections.clear()
      namespace.removeAllListeners('connection')
      namespace.disconnectSockets(true)
    },
  }
}
