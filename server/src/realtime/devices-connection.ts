import type { Socket } from 'socket.io'
import type { DevicePresence } from '../access/device-presence.ts'
import type { Device, Devices } from '../access/devices.ts'
import type { SignedIn } from '../access/rights.ts'
import type { Wall } from '../hearings/wall.ts'
import { DomainError } from '../protocol/errors.ts'
import type {
  DeviceKind,
  DevicesClientToServerEvents,
  DevicesServerToClientEvents,
  ScreenHealth,
} from '../protocol/screens.ts'

export interface DevicesConnectionOptions {
  /** Whose session a `Cookie` header carries, at this moment. */
  sessionOf: (cookieHeader: string | undefined) => Promise<SignedIn | undefined>
  devices: Pick<Devices, 'find' | 'seen'>
  devicePresence: Pick<DevicePresence, 'arrived' | 'told'>
  wall: Pick<Wall, 'screen' | 'bench'>
}

export type DevicesSocket = Socket<DevicesClientToServerEvents, DevicesServerToClientEvents>

/** One connection of `/devices`: a display or a bench that is there. */
export class DevicesConnection {
  readonly deviceId: string
  readonly courtId: string
  readonly kind: DeviceKind
  readonly #socket: DevicesSocket
  readonly #options: DevicesConnectionOptions
  readonly #left: () => void
  /** What it shows, but the time of it. */
  #shown = ''
  #hearingId: string | null = null
  #refreshing: Promise<void> | null = null
  #again = false

  constructor(socket: DevicesSocket, device: Device, options: DevicesConnectionOptions) {
    this.#socket = socket
    this.#options = options
    this.deviceId = device.id
    this.courtId = device.courtId
    this.kind = device.kind
    this.#left = options.devicePresence.arrived(device.id)
  }

  /** Of a bench: the hearing that it shows. */
  get hearingId(): string | null {
    return this.#hearingId
  }

  async permittedAs(kind: DeviceKind): Promise<void> {
    if ((await this.#device()) === undefined) throw new DomainError('not_signed_in', 'removed meanwhile')
    if (this.kind !== kind) throw new DomainError('refused', `not for a ${this.kind}`)
  }

  health(health: ScreenHealth): null {
    this.#options.devicePresence.told(this.deviceId, health)
    return null
  }

  blink(): void {
    this.#socket.emit('blink')
  }

  disconnect(): void {
    this.#socket.disconnect(true)
  }

  ended(): void {
    this.#left()
  }

  /** Sends what it is to show where that has changed; disconnects one that is no device any more. What is asked for meanwhile is done after it. */
  refresh(): Promise<void> {
    this.#again = true
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = null
    })
    return this.#refreshing
  }

  async #refresh(): Promise<void> {
    while (this.#again) {
      this.#again = false
      const device = await this.#device()
      if (device === undefined) return this.disconnect()
      await this.#send(device)
      await this.#options.devices.seen(device.id)
    }
  }

  async #send(device: Device): Promise<void> {
    const { wall } = this.#options
    if (device.kind === 'screen') {
      const show = await wall.screen(device)
      if (this.#isNews(show)) this.#socket.emit('show', show)
    } else {
      const show = await wall.bench(device)
      this.#hearingId = show.hearing?.id ?? null
      if (this.#isNews(show)) this.#socket.emit('bench', show)
    }
  }

  #isNews(show: { atMs: number }): boolean {
    const shown = JSON.stringify({ ...show, atMs: 0 })
    const isNews = shown !== this.#shown
    this.#shown = shown
    return isNews
  }

  async #device(): Promise<Device | undefined> {
    const signedIn = await this.#options.sessionOf(this.#socket.handshake.headers.cookie)
    return signedIn?.personId === this.deviceId ? this.#options.devices.find(this.deviceId) : undefined
  }
}
