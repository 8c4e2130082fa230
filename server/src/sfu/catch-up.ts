import type { types } from 'mediasoup'
import { squeezeTimestamps, type GroupOfPictures, type VideoPacket } from './group-of-pictures.ts'

/** How many packets go out at once; more would overrun a browser's socket buffer and come again by NACK. */
const burstPackets = 48
const burstIntervalMs = 1
/** How long after its real track has had a key frame a viewer may still show the catch-up. */
const afterKeyFrameMs = 5_000

/**
 * One joiner's second, short-lived picture: the courtroom's current group of pictures in one burst, then live, until
 * the real consumer, which has to wait for the camera's next key frame, shows its first picture.
 */
export class CatchUp {
  readonly producer: types.Producer
  readonly #ssrc: number
  readonly #payloadType: number
  readonly #onClose: () => void
  #state: 'waiting' | 'running' | 'closed' = 'waiting'
  #queue: Buffer[] = []
  #pump: NodeJS.Timeout | undefined
  #ending: NodeJS.Timeout | undefined

  constructor(options: { producer: types.Producer; ssrc: number; payloadType: number; onClose: () => void }) {
    this.producer = options.producer
    this.#ssrc = options.ssrc
    this.#payloadType = options.payloadType
    this.#onClose = options.onClose
  }

  /**
   * The joiner's connection stands: sends the group, and from now on what `forward` is given. Ends where there is no
   * group: the real track then begins as soon as any picture can.
   */
  start(group: GroupOfPictures): void {
    if (this.#state !== 'waiting') return
    if (group.packets.length === 0) return this.close()
    this.#state = 'running'
    const timestamps = squeezeTimestamps(group.packets)
    this.#queue = group.packets.map((packet, i) => this.#rewritten(packet, timestamps[i] ?? packet.timestamp))
    this.#sendNext()
  }

  /** The courtroom's next live packet. */
  forward(packet: VideoPacket): void {
    if (this.#state !== 'running') return
    const bytes = this.#rewritten(packet, packet.timestamp)
    if (this.#pump) this.#queue.push(bytes)
    else if (!this.producer.closed) this.producer.send(bytes)
  }

  /** The camera has sent a key frame, so the real consumer shows picture now: this one ends soon. */
  keyFrameCame(): void {
    if (this.#state !== 'running') return
    this.#ending ??= setTimeout(() => this.close(), afterKeyFrameMs)
  }

  /** Idempotent. Closing the producer takes the viewer's consumer along. */
  close(): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    clearTimeout(this.#pump)
    clearTimeout(this.#ending)
    this.#queue = []
    this.producer.close()
    this.#onClose()
  }

  #sendNext(): void {
    this.#pump = undefined
    // Closed without us when its worker has died.
    if (this.producer.closed) return this.close()
    for (const bytes of this.#queue.splice(0, burstPackets)) this.producer.send(bytes)
    if (this.#queue.length > 0) this.#pump = setTimeout(() => this.#sendNext(), burstIntervalMs)
  }

  #rewritten(packet: VideoPacket, timestamp: number): Buffer {
    const bytes = Buffer.from(packet.bytes)
    bytes[1] = ((bytes[1] ?? 0) & 0x80) | this.#payloadType
    bytes.writeUInt32BE(timestamp, 4)
    bytes.writeUInt32BE(this.#ssrc, 8)
    return bytes
  }
}
