import { readFile } from 'node:fs/promises'
import { createWorker, type types } from 'mediasoup'
import { pino } from 'pino'
import { z } from 'zod'
import { createSystemClock } from '@press-gallery/server/ingest/clock'
import { createFeed } from '@press-gallery/server/ingest/create-feed'
import type { TrackKind } from '@press-gallery/server/ingest/feed'
import {
  offeredRtpCapabilities,
  publisherProducers,
  routerOptions,
} from '@press-gallery/server/sfu/media-codecs'
import { publisherRtp } from '@press-gallery/server/sfu/publisher-rtp'
import { sources, transcoders } from '@press-gallery/server/source-kinds'
import { Owner } from './owner.ts'

/** The camera through our relay into a mediasoup router of the bench's own, and out of it as plain RTP. */
export interface SfuLeg {
  /** Sends a track to two ports of the loopback as soon as it is resumed; with `rtcpPort` null RTCP comes to the RTP port. */
  consume(kind: TrackKind, to: { rtpPort: number; rtcpPort: number | null }): Promise<types.Consumer>
  stop(): Promise<void>
}

const loopback = '127.0.0.1'
const setUpWrote = new URL('../../node_modules/.press-gallery.json', import.meta.url)
const liveWithinMs = 15_000

export async function startSfuLeg(cameraUrl: string): Promise<SfuLeg> {
  const owner = new Owner()
  try {
    const { workerBin } = z
      .object({ workerBin: z.string() })
      .parse(JSON.parse(await readFile(setUpWrote, 'utf8')))
    const worker = await createWorker({ workerBin })
    owner.own(worker, (it) => Promise.resolve(it.close()))
    const router = await worker.createRouter(routerOptions)
    const feed = createFeed({
      courtroomId: 'bench',
      source: { kind: 'rtsp', url: cameraUrl, transport: 'auto' },
      publisherRtp,
      sources,
      transcode: transcoders,
      clock: createSystemClock(),
      log: pino({ level: 'silent' }),
    })
    owner.own(feed, (it) => it.stop())
    await feed.start()
    const publisher = await router.createPlainTransport({
      listenInfo: { protocol: 'udp', ip: loopback },
      rtcpMux: true,
    })
    await publisher.connect({ ip: feed.relay.address, port: feed.relay.port })
    const producers = {
      video: await publisher.produce(publisherProducers.video),
      audio: await publisher.produce(publisherProducers.audio),
    }
    feed.publishTo({ address: publisher.tuple.localAddress, port: publisher.tuple.localPort })
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the feed was not live in time')), liveWithinMs)
      feed.onStatus(({ state }) => {
        if (state !== 'live') return
        clearTimeout(late)
        resolve()
      })
    })
    return {
      consume: async (kind, { rtpPort, rtcpPort }) => {
        const transport = await router.createPlainTransport({
          listenInfo: { protocol: 'udp', ip: loopback },
          rtcpMux: rtcpPort === null,
        })
        await transport.connect({
          ip: loopback,
          port: rtpPort,
          ...(rtcpPort === null ? {} : { rtcpPort }),
        })
        return transport.consume({
          producerId: producers[kind].id,
          rtpCapabilities: plainCapabilities(),
          paused: true,
        })
      },
      stop: () => owner.stop(),
    }
  } catch (error) {
    await owner.stop()
    throw error
  }
}

/** No feedback and no header extensions: ffmpeg knows neither. */
function plainCapabilities(): types.RtpCapabilities {
  const { codecs = [] } = offeredRtpCapabilities()
  return {
    codecs: codecs
      .filter(({ mimeType }) => !mimeType.endsWith('/rtx'))
      .map((codec) => ({ ...codec, rtcpFeedback: [] })),
    headerExtensions: [],
  }
}
