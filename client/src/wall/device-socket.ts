import {
  benchShow,
  devicesNamespace,
  screenShow,
  type BenchShow,
  type DeviceKind,
  type DevicesClientToServerEvents,
  type DevicesServerToClientEvents,
  type ScreenHealth,
  type ScreenShow,
} from '@press-gallery/server/protocol/screens'
import { io, type Socket } from 'socket.io-client'

/** The way to the server, as it is known here. Times are the server's as far as they are known, ms since the epoch. */
export type DeviceLink =
  /** Not there since then, and being looked for. `before`: there was one on this page. */
  | { kind: 'lost'; sinceMs: number; before: boolean }
  | { kind: 'connected' }
  /** The server knows no device here: it has to be paired. */
  | { kind: 'unpaired' }

/** What the device was told last; a new object for each change. Nothing is left of it once the device is unpaired. */
export interface DeviceSnapshot {
  link: DeviceLink
  show: ScreenShow | null
  bench: BenchShow | null
  /** What must be added to this device's time to have the server's, ms. */
  offsetMs: number
  /** How often it was asked to show itself. */
  blinks: number
  /** The server said something that this page does not understand: one of the two is newer. */
  misunderstood: boolean
}

/** This device's own connection, apart from those of the players: comes back by itself, whatever ended it. */
export interface DeviceSocket {
  snapshot(): DeviceSnapshot
  subscribe(listener: () => void): () => void
  health(health: ScreenHealth): void
  /** The session has changed: asks at once. */
  askAgain(): void
  /** Connects. Can follow `close`. */
  open(): void
  /** Idempotent. */
  close(): void
}

export interface DeviceSocketOptions {
  /** Asks the server for anything; rejects where no answer comes. A dead network is noticed by it before the socket does. */
  probe: () => Promise<unknown>
}

const againMs = 2_000
/** A device that was taken for unpaired asks again, in case that the server was mistaken. */
const unpairedAgainMs = 30_000
const probeEveryMs = 4_000

export function createDeviceSocket({ probe }: DeviceSocketOptions): DeviceSocket {
  const socket: Socket<DevicesServerToClientEvents, DevicesClientToServerEvents> = io(devicesNamespace, {
    transports: ['websocket'],
    reconnectionDelay: 250,
    reconnectionDelayMax: 4_000,
    forceNew: true,
    autoConnect: false,
  })
  const listeners = new Set<() => void>()
  let snapshot: DeviceSnapshot = {
    link: { kind: 'lost', sinceMs: Date.now(), before: false },
    show: null,
    bench: null,
    offsetMs: 0,
    blinks: 0,
    misunderstood: false,
  }
  let again: number | undefined
  let closed = true
  let probes: number | undefined

  const change = (next: Partial<DeviceSnapshot>): void => {
    snapshot = { ...snapshot, ...next }
    for (const listener of listeners) listener()
  }
  const serverNowMs = (): number => Date.now() + snapshot.offsetMs
  const lost = (): void => {
    if (snapshot.link.kind !== 'connected') return
    change({ link: { kind: 'lost', sinceMs: serverNowMs(), before: true } })
  }
  const connectLater = (waitMs: number): void => {
    window.clearTimeout(again)
    if (!closed) again = window.setTimeout(() => socket.connect(), waitMs)
  }
  /** The connection is taken down, so that all comes anew once the server can be reached. */
  const startAnew = (): void => {
    if (!socket.connected) return
    socket.disconnect()
    connectLater(0)
  }

  socket.on('connect_error', (error) => {
    if (error.message === 'not_signed_in') {
      change({ link: { kind: 'unpaired' }, show: null, bench: null })
      connectLater(unpairedAgainMs)
      return
    }
    if (snapshot.link.kind === 'unpaired')
      change({ link: { kind: 'lost', sinceMs: serverNowMs(), before: false } })
    // Turned away by the server itself: socket.io then leaves it to us to come back.
    if (!socket.active) connectLater(againMs)
  })
  socket.on('connect', () => window.clearTimeout(again))
  socket.on('disconnect', () => {
    lost()
    if (!socket.active) connectLater(againMs)
  })
  // Connected is said once something has been told: before, nothing is known.
  socket.on('show', (told: unknown) => {
    const parsed = screenShow.safeParse(told)
    if (parsed.success) take({ show: parsed.data, bench: null }, parsed.data.atMs)
    else change({ misunderstood: true })
  })
  socket.on('bench', (told: unknown) => {
    const parsed = benchShow.safeParse(told)
    if (parsed.success) take({ bench: parsed.data, show: null }, parsed.data.atMs)
    else change({ misunderstood: true })
  })
  socket.on('blink', () => change({ blinks: snapshot.blinks + 1 }))
  const take = (told: Partial<DeviceSnapshot>, atMs: number): void =>
    change({ ...told, offsetMs: atMs - Date.now(), link: { kind: 'connected' }, misunderstood: false })

  let probing = false
  const probeOnce = async (): Promise<void> => {
    if (probing || snapshot.link.kind !== 'connected') return
    probing = true
    try {
      await probe()
    } catch {
      lost()
      startAnew()
    } finally {
      probing = false
    }
  }
  const offline = (): void => {
    lost()
    startAnew()
  }

  return {
    snapshot: () => snapshot,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    health(health) {
      // The next one is seconds away.
      if (socket.connected) socket.emit('health', health, () => undefined)
    },
    askAgain: () => connectLater(0),
    open() {
      if (!closed) return
      closed = false
      probes = window.setInterval(() => void probeOnce(), probeEveryMs)
      window.addEventListener('offline', offline)
      socket.connect()
    },
    close() {
      closed = true
      window.clearTimeout(again)
      window.clearInterval(probes)
      window.removeEventListener('offline', offline)
      socket.disconnect()
    },
  }
}

/** The page that a device of this kind shows. */
export const pageOfDevice = (kind: DeviceKind): string => `/${kind}`
