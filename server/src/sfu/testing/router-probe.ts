import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { observer, type types } from 'mediasoup'
import { offeredRtpCapabilities } from '../media-codecs.ts'

/** A consumer beside all views, which nobody ends: what it gets, the router gives away. */
export interface RouterProbe {
  /** RTP packets that came, and when the last one did, on the clock of `performance.now()`. */
  readonly packets: number
  readonly lastMs: number
  /** Looks again for the publisher's tracks: after a rebuild they are others. */
  tap(): Promise<void>
  stop(): Promise<void>
}

/** Of the router that is built next, and of those that take its place. */
export async function probeRouters(): Promise<RouterProbe> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  let packets = 0
  let lastMs = 0
  socket.on('message', (packet) => {
    // RTCP shares the port (RFC 5761, 4).
    const type = packet[1] ?? 0
    if (type >= 192 && type <= 223) return
    packets++
    lastMs = performance.now()
  })

  let router: types.Router | undefined
  let producers: types.Producer[] = []
  const onWorker = (worker: types.Worker): void => {
    worker.observer.on('newrouter', (made) => {
      router = made
      producers = []
      made.observer.on('newtransport', (transport) => {
        if (transport.type !== 'plain') return
        transport.observer.on('newproducer', (producer) => producers.push(producer))
      })
    })
  }
  observer.on('newworker', onWorker)

  return {
    get packets() {
      return packets
    },
    get lastMs() {
      return lastMs
    },
    async tap() {
      if (!router) throw new Error('no router has been built')
      const transport = await router.createPlainTransport({
        listenInfo: { protocol: 'udp', ip: '127.0.0.1' },
        rtcpMux: true,
      })
      await transport.connect({ ip: '127.0.0.1', port: socket.address().port })
      for (const producer of producers)
        await transport.consume({ producerId: producer.id, rtpCapabilities: offeredRtpCapabilities() })
    },
    async stop() {
      observer.off('newworker', onWorker)
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}
