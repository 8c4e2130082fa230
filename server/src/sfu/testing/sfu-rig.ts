import type { Logger } from 'pino'
import { createSfu, type SfuOptions } from '../create-sfu.ts'
import type { PublishEndpoint, Sfu, ViewRequest } from '../sfu.ts'
import { startRtpPublisher, type RtpPublisher } from './rtp-publisher.ts'
import type { StripClip } from './strip-clip.ts'

/** Starts SFUs with real workers for tests, and owns what it has started. */
export interface SfuRig {
  start(options?: Partial<SfuOptions>): Promise<Sfu>
  publish(clip: StripClip): Promise<RtpPublisher>
  /** A courtroom on the air; answers what its relay is told of where to send to. */
  open(sfu: Sfu, courtroomId: string, publisher?: RtpPublisher): Promise<(PublishEndpoint | null)[]>
  viewer(sfu: Sfu, overrides?: Partial<ViewRequest>): ViewRequest
  pidOf(sfu: Sfu): Promise<number>
  owns(stop: () => Promise<void>): void
  /** Stops all of it, the last first. */
  end(): Promise<void>
}

export function sfuRig(log: Logger): SfuRig {
  const workerBin = process.env['MEDIASOUP_WORKER_BIN']
  const stops: (() => Promise<void>)[] = []
  return {
    async start(options = {}) {
      const sfu = await createSfu({
        ...(workerBin === undefined ? {} : { workerBin }),
        workerCount: 1,
        listen: { addresses: [{ ip: '127.0.0.1' }], port: 0 },
        log,
        ...options,
      })
      stops.push(() => sfu.stop())
      return sfu
    },
    async publish(clip) {
      const publisher = await startRtpPublisher(clip)
      stops.push(() => publisher.stop())
      return publisher
    },
    async open(sfu, courtroomId, publisher) {
      const endpoints: (PublishEndpoint | null)[] = []
      await sfu.openCourtroom({
        courtroomId,
        relay: publisher?.relay ?? { address: '127.0.0.1', port: 9 },
        onEndpoint: (endpoint) => {
          endpoints.push(endpoint)
          publisher?.publishTo(endpoint)
        },
      })
      sfu.setOnAir(courtroomId, true)
      return endpoints
    },
    viewer: (sfu, overrides = {}) => ({
      courtroomId: 'room',
      viewerId: 'viewer',
      rtpCapabilities: sfu.rtpCapabilities,
      fingerprint: Array.from({ length: 32 }, () => 'AB').join(':'),
      catchUp: true,
      standBy: false,
      preview: false,
      ...overrides,
    }),
    async pidOf(sfu) {
      const [worker] = (await sfu.stats()).workers
      if (!worker) throw new Error('no worker is alive')
      return worker.pid
    },
    owns: (stop) => void stops.push(stop),
    async end() {
      for (const stop of stops.splice(0).toReversed()) await stop()
    },
  }
}
