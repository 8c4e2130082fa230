import type { Logger } from 'pino'
import type { Namespace } from 'socket.io'
import type { RightsChanges } from '../access/rights-changes.ts'
import { askWhenever } from '../hearings/rights-asked-again.ts'
import {
  deskNamespace,
  followRequest,
  type DeskClientToServerEvents,
  type DeskServerToClientEvents,
} from '../protocol/desk-signalling.ts'
import { isStoreAway } from '../protocol/errors.ts'
import { DeskConnection, followersOf, type DeskConnectionOptions } from './desk-connection.ts'
import { GuardedEvent, listEvents, type ListedEvent } from './guarded-event.ts'
import { createJoinLimits } from './join-limits.ts'
import { createPaced } from './paced.ts'
import { serveEvents, type EventTable } from './serve-events.ts'
import { demandSession } from './session-handshake.ts'
import type { SignallingServer } from './socket-server.ts'

export interface DeskNamespaceOptions extends DeskConnectionOptions {
  io: SignallingServer
  rightsChanges: RightsChanges
  log: Logger
}

export interface DeskNamespace {
  /** Idempotent. */
  stop(): void
}

const attendanceEveryMs = 500

const events: EventTable<keyof DeskClientToServerEvents, DeskConnection> = {
  follow: GuardedEvent.forStaff(
    'hearings.attendance',
    followRequest,
    (connection: DeskConnection, { hearingId }) => connection.follow(hearingId),
  ),
  unfollow: GuardedEvent.forStaff(
    'hearings.attendance',
    followRequest,
    (connection: DeskConnection, { hearingId }) => connection.unfollow(hearingId),
  ),
}

/** Every event that is answered, with its rule. */
export const deskEvents: readonly ListedEvent[] = listEvents(deskNamespace, events)

/** Serves what staff are told of hearings (`protocol/desk-signalling.ts`) on its namespace. */
export function createDeskNamespace(options: DeskNamespaceOptions): DeskNamespace {
  const { io, attendance, sessionOf, rightsChanges, log } = options
  const namespace: Namespace<DeskClientToServerEvents, DeskServerToClientEvents> = io.of(deskNamespace)
  const limits = createJoinLimits()
  const connections = new Set<DeskConnection>()

  const tellPresence = (hearingId: string): void => {
    const people = new Map(
      [...connections].flatMap(({ followed, person }) =>
        person !== null && followed.has(hearingId) ? [[person.personId, person]] : [],
      ),
    )
    namespace.to(followersOf(hearingId)).emit('presence', {
      hearingId,
      people: [...people.values()].toSorted((a, b) => a.name.localeCompare(b.name)),
    })
  }

  demandSession(namespace, sessionOf, log)
  namespace.on('connection', (socket) => {
    const connection = new DeskConnection(socket, options, { onFollowing: tellPresence })
    connections.add(connection)
    socket.on('disconnect', () => {
      connections.delete(connection)
      for (const hearingId of connection.followed) tellPresence(hearingId)
    })
    serveEvents<keyof DeskClientToServerEvents, DeskConnection>(socket, {
      events,
      connection,
      allow: (event) => limits.allow(socket.id, event),
      onAnswered: (event, code) => limits.answered(socket.id, event, code),
      log: log.child({ deskId: socket.id }),
    })
  })

  const send = async (hearingId: string): Promise<void> => {
    const room = followersOf(hearingId)
    if (!namespace.adapter.rooms.has(room)) return
    const told = attendance.now(hearingId) ?? (await attendance.view(hearingId)).attendance
    namespace.to(room).emit('attendance', told)
  }
  const paced = createPaced(attendanceEveryMs, (hearingId) => {
    send(hearingId).catch((error: unknown) => {
      if (!isStoreAway(error)) log.error({ err: error, hearingId }, 'attendance not told')
    })
  })
  const endings = [
    attendance.onChange((hearingId) => paced.due(hearingId)),
    attendance.onStanding((hearingId, standing) => {
      namespace.to(followersOf(hearingId)).emit('standing', { hearingId, standing })
      paced.due(hearingId)
    }),
  ]
  const asked = askWhenever({
    changes: rightsChanges,
    ask: async () => {
      await Promise.all([...connections].map((connection) => connection.askAgain()))
    },
    onFailure: (error) => log.error({ err: error }, 'the desk’s rights could not be asked again'),
  })

  return {
    stop() {
      for (const end of endings) end()
      asked.stop()
      paced.stop()
      connections.clear()
      namespace.removeAllListeners('connection')
      namespace.disconnectSockets(true)
    },
  }
}
