import type { Logger } from 'pino'
import type { Namespace } from 'socket.io'
import type { DevicePresence } from '../access/device-presence.ts'
import type { Device, Devices } from '../access/devices.ts'
import type { RightsChanges } from '../access/rights-changes.ts'
import type { Sessions } from '../access/sessions.ts'
import type { Attendance } from '../hearings/attendance.ts'
import { askWhenever } from '../hearings/rights-asked-again.ts'
import type { Schedule } from '../hearings/schedule.ts'
import type { Wall } from '../hearings/wall.ts'
import { isStoreAway } from '../protocol/errors.ts'
import {
  devicesNamespace,
  screenHealth,
  type DevicesClientToServerEvents,
  type DevicesServerToClientEvents,
} from '../protocol/screens.ts'
import { DevicesConnection, type DevicesConnectionOptions } from './devices-connection.ts'
import { GuardedEvent, listEvents, type ListedEvent } from './guarded-event.ts'
import { createJoinLimits } from './join-limits.ts'
import { createPaced } from './paced.ts'
import { serveEvents, type EventTable } from './serve-events.ts'
import type { SignallingServer } from './socket-server.ts'

export interface DevicesNamespaceOptions extends DevicesConnectionOptions {
  io: SignallingServer
  devices: Pick<Devices, 'find' | 'seen' | 'onChanged'>
  devicePresence: DevicePresence
  wall: Wall
  attendance: Pick<Attendance, 'onChange' | 'onStanding'>
  schedule: Pick<Schedule, 'onChange'>
  sessions: Pick<Sessions, 'onEnded'>
  rightsChanges: RightsChanges
  log: Logger
}

export interface DevicesNamespace {
  /** Idempotent. */
  stop(): void
}

const attendanceEveryMs = 500

const events: EventTable<keyof DevicesClientToServerEvents, DevicesConnection> = {
  health: GuardedEvent.forDevice('screen', screenHealth, (connection: DevicesConnection, health) =>
    connection.health(health),
  ),
}

/** Every event that is answered, with its rule. */
export const devicesEvents: readonly ListedEvent[] = listEvents(devicesNamespace, events)

/** Tells paired displays and benches what to show (`protocol/screens.ts`), at each change. */
export function createDevicesNamespace(options: DevicesNamespaceOptions): DevicesNamespace {
  const { io, devices, devicePresence, wall, attendance, schedule, sessions, sessionOf, log } = options
  const namespace: Namespace<DevicesClientToServerEvents, DevicesServerToClientEvents> =
    io.of(devicesNamespace)
  /** Of a connection that is being made. */
  const arriving = new WeakMap<object, Device>()
  const limits = createJoinLimits()
  const connections = new Set<DevicesConnection>()

  namespace.use((socket, next) => {
    const answer = async (): Promise<void> => {
      try {
        const signedIn = await sessionOf(socket.handshake.headers.cookie)
        const isDevice = signedIn !== undefined && signedIn.device !== null
        const device = isDevice ? await devices.find(signedIn.personId) : undefined
        if (device === undefined) return next(new Error('not_signed_in'))
        arriving.set(socket, device)
        next()
      } catch (error) {
        if (!isStoreAway(error)) log.error({ err: error }, 'a device could not be asked for')
        next(new Error('internal'))
      }
    }
    void answer()
  })

  const refresh = (which: (connection: DevicesConnection) => boolean): void => {
    for (const connection of connections) {
      if (!which(connection)) continue
      connection.refresh().catch((error: unknown) => {
        if (!isStoreAway(error))
          log.error({ err: error, deviceId: connection.deviceId }, 'a device was not told what to show')
      })
    }
  }
  namespace.on('connection', (socket) => {
    const device = arriving.get(socket)
    if (device === undefined) {
      socket.disconnect(true)
      return
    }
    const connection = new DevicesConnection(socket, device, options)
    connections.add(connection)
    socket.on('disconnect', () => {
      connections.delete(connection)
      connection.ended()
    })
    serveEvents<keyof DevicesClientToServerEvents, DevicesConnection>(socket, {
      events,
      connection,
      allow: (event) => limits.allow(socket.id, event),
      onAnswered: (event, code) => limits.answered(socket.id, event, code),
      log: log.child({ deviceId: device.id }),
    })
    refresh((one) => one === connection)
  })

  const paced = createPaced(attendanceEveryMs, (hearingId) => refresh((one) => one.hearingId === hearingId))
  const endings = [
    attendance.onStanding((hearingId, standing) => {
      wall.learn(hearingId, standing)
      refresh(() => true)
    }),
    attendance.onChange((hearingId) => paced.due(hearingId)),
    schedule.onChange((courtId) => refresh((one) => one.courtId === courtId)),
    devices.onChanged((deviceId) => refresh((one) => one.deviceId === deviceId)),
    devicePresence.onBlink((deviceId) => {
      for (const one of connections) if (one.deviceId === deviceId && one.kind === 'screen') one.blink()
    }),
    sessions.onEnded(({ personId }) => refresh((one) => one.deviceId === personId)),
  ]
  // What else there is to show, such as a courtroom's new name or the next day's hearings, comes with the asking.
  const asked = askWhenever({
    changes: options.rightsChanges,
    ask: async () => {
      await Promise.all([...connections].map((connection) => connection.refresh()))
    },
    onFailure: (error) => log.error({ err: error }, 'devices could not be told what to show'),
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
