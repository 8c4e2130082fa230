import { observer, type types } from 'mediasoup'

/** The connections and consumers of viewers, as the SFU's workers themselves know them. */
export interface ObservedViewers {
  readonly transports: readonly types.WebRtcTransport[]
  readonly consumers: readonly types.Consumer[]
  /** RTP bytes that were sent to any of them so far. */
  rtpBytesSent(): Promise<number>
  stop(): void
}

/** Of workers that are started from now on. */
export function observeViewers(): ObservedViewers {
  const transports: types.WebRtcTransport[] = []
  const consumers: types.Consumer[] = []
  const onWorker = (worker: types.Worker): void => {
    worker.observer.on('newrouter', (router) =>
      router.observer.on('newtransport', (transport) => {
        if (!isOfViewer(transport)) return
        transports.push(transport)
        transport.observer.on('newconsumer', (consumer) => consumers.push(consumer))
      }),
    )
  }
  observer.on('newworker', onWorker)
  return {
    transports,
    consumers,
    async rtpBytesSent() {
      const open = transports.filter(({ closed }) => !closed)
      const stats = await Promise.all(open.map((transport) => transport.getStats()))
      return stats.flat().reduce((sum, { rtpBytesSent }) => sum + rtpBytesSent, 0)
    },
    stop() {
      observer.off('newworker', onWorker)
    },
  }
}

function isOfViewer(transport: types.Transport): transport is types.WebRtcTransport {
  return transport.type === 'webrtc'
}
