import { createSocket, type Socket } from 'node:dgram'
import { looksLikeRtcp } from '../rtp/rtp-header.ts'
import type { PublishEndpoint } from '../../sfu/sfu.ts'

/** A key frame leaves as one burst. */
const sendBufferBytes = 1_000_000
const loopback = '127.0.0.1'

/**
 * The one UDP socket that a courtroom's RTP and RTCP leave from and the SFU's RTCP comes back to. Sending is possible
 * at any time: with no endpoint, or after `close`, packets are dropped.
 */
export class RelaySocket {
  #socket: Socket | null = null
  #endpoint: PublishEndpoint | null = null
  readonly #onRtcp: (compound: Buffer) => void

  constructor(onRtcp: (compound: Buffer) => void) {
    this.#onRtcp = onRtcp
  }

  /** Binds a port of the loopback and resolves with it. */
  open(): Promise<number> {
    return new Promise((resolve, reject) => {
      // The endpoint is an address, never a name: without this each packet would go through the resolver's queue.
      const socket = createSocket({
        type: 'udp4',
        sendBufferSize: sendBufferBytes,
        lookup: (hostname, _options, callback) => callback(null, hostname, 4),
      })
      socket.once('error', reject)
      socket.bind(0, loopback, () => {
        socket.off('error', reject)
        // A dead SFU worker shows as ICMP errors here; its owner notices its death by other means.
        socket.on('error', () => undefined)
        socket.on('message', (packet, from) => {
          if (from.port === this.#endpoint?.port && looksLikeRtcp(packet)) this.#onRtcp(packet)
        })
        this.#socket = socket
        resolve(socket.address().port)
      })
    })
  }

  sendTo(endpoint: PublishEndpoint | null): void {
    this.#endpoint = endpoint
  }

  send(packet: Buffer): void {
    if (this.#socket && this.#endpoint) {
      this.#socket.send(packet, this.#endpoint.port, this.#endpoint.address, () => undefined)
    }
  }

  /** Idempotent. */
  close(): Promise<void> {
    const socket = this.#socket
    this.#socket = null
    return socket ? new Promise((resolve) => socket.close(() => resolve())) : Promise.resolve()
  }
}
