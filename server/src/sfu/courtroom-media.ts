import type { types } from 'mediasoup'
import type { Logger } from 'pino'
import { DomainError } from '../protocol/errors.ts'
import { CatchUp } from './catch-up.ts'
import { GroupOfPictures, parseVideoPacket } from './group-of-pictures.ts'
import {
  catchUpProducer,
  groupConsumerCapabilities,
  publisherProducers,
  routerOptions,
} from './media-codecs.ts'
import { publisherRtp } from './publisher-rtp.ts'
import type { Air, CourtroomOptions, PublishEndpoint, SfuHeld, View, ViewEnd, ViewRequest } from './sfu.ts'
import { openView, type OwnedView } from './view.ts'
import type { PooledWorker } from './worker-pool.ts'

/** A camera with longer groups than this gives no catch-up: its joiners wait for the next key frame. */
const groupLimits = { maxBytes: 16 * 1024 * 1024, maxDurationMs: 30_000 }

/** A courtroom's media on one worker: gone with that worker, and then built anew on another. */
export interface CourtroomMedia {
  readonly endpoint: PublishEndpoint
  readonly worker: PooledWorker
  readonly viewers: number
  readonly standBys: number
  readonly previews: number
  view(request: ViewRequest): Promise<View>
  /** As `Sfu.setOnAir` and `Sfu.letPreview`; idempotent. */
  setAir(air: Air): void
  receivedBps(): Promise<number>
  held(): Promise<Omit<SfuHeld, 'routers'>>
  /** Tells each viewer why, then lets go of everything. Idempotent. */
  close(reason: ViewEnd): void
}

/** Builds the router, the relay's two producers and the group-of-pictures cache; off the air. */
export async function buildCourtroomMedia(
  worker: PooledWorker,
  courtroom: CourtroomOptions,
  log: Logger,
): Promise<CourtroomMedia> {
  const router = await worker.worker.createRouter(routerOptions)
  try {
    const publisher = await openPublisher(router, courtroom.relay)
    const direct = await router.createDirectTransport()
    const pictures = await direct.consume({
      producerId: publisher.video.id,
      rtpCapabilities: groupConsumerCapabilities(),
      enableRtx: false,
    })
    return new BuiltCourtroomMedia({ worker, router, publisher, direct, pictures, log })
  } catch (error) {
    router.close()
    throw error
  }
}

interface Publisher {
  transport: types.PlainTransport
  video: types.Producer
  audio: types.Producer
}

async function openPublisher(router: types.Router, relay: CourtroomOptions['relay']): Promise<Publisher> {
  const transport = await router.createPlainTransport({
    listenInfo: { protocol: 'udp', ip: relay.address.includes(':') ? '::1' : '127.0.0.1' },
    rtcpMux: true,
    comedia: false,
  })
  await transport.connect({ ip: relay.address, port: relay.port })
  const [video, audio] = await Promise.all([
    transport.produce({ ...publisherProducers.video, paused: true }),
    transport.produce({ ...publisherProducers.audio, paused: true }),
  ])
  return { transport, video, audio }
}

interface Parts {
  worker: PooledWorker
  router: types.Router
  publisher: Publisher
  direct: types.DirectTransport
  pictures: types.Consumer
  log: Logger
}

class BuiltCourtroomMedia implements CourtroomMedia {
  readonly worker: PooledWorker
  readonly #parts: Parts
  #group = new GroupOfPictures(groupLimits)
  readonly #views = new Set<OwnedView>()
  readonly #catchUps = new Set<CatchUp>()
  #nextCatchUpSsrc = 1
  #air: Air = 'dark'
  /** Previews that have joined, or are about to. */
  #previews = 0
  /** Whether the router takes what the publisher sends. */
  #flowing = false
  /** Counts the times that it went off the air: whoever was joining then is not let in by a later return. */
  #cuts = 0
  #closed = false

  constructor(parts: Parts) {
    this.worker = parts.worker
    this.#parts = parts
    parts.pictures.on('rtp', (raw) => this.#takePicture(raw))
  }

  get endpoint(): PublishEndpoint {
    const { localAddress, localPort } = this.#parts.publisher.transport.tuple
    return { address: localAddress, port: localPort }
  }

  get viewers(): number {
    return this.#views.size - this.standBys - this.previews
  }

  get previews(): number {
    return [...this.#views].filter(({ isPreview }) => isPreview).length
  }

  get standBys(): number {
    return [...this.#views].filter(({ standsBy }) => standsBy).length
  }

  async view(request: ViewRequest): Promise<View> {
    if (!this.#lets(request)) throw new DomainError('not_on_air', 'the courtroom is off the air')
    const cuts = this.#cuts
    const leavePreview = request.preview ? this.#enterPreview() : () => undefined
    try {
      return await this.#open(request, leavePreview, () => cuts !== this.#cuts)
    } catch (error) {
      leavePreview()
      if (cuts === this.#cuts) throw error
      throw new DomainError('not_on_air', 'the courtroom went off the air while a viewer joined', {
        cause: error,
      })
    }
  }

  setAir(air: Air): void {
    if (air === this.#air || this.#closed) return
    this.#air = air
    if (air !== 'dark') {
      // The press gets nothing from before the hearing began.
      this.#group = new GroupOfPictures(groupLimits)
      this.#setFlow()
      return
    }
    this.#cuts++
    // First of all, since two messages to the worker cut everyone, however many views there are to end one by one.
    this.#setFlow()
    for (const catchUp of this.#catchUps) catchUp.close()
    for (const view of this.#views) view.end('not_on_air')
  }

  #lets({ preview }: ViewRequest): boolean {
    return this.#air === 'on' || (this.#air === 'preview' && preview)
  }

  /** Returns what ends it; idempotent. */
  #enterPreview(): () => void {
    let left = false
    this.#previews++
    this.#setFlow()
    return () => {
      if (left) return
      left = true
      this.#previews--
      this.#setFlow()
    }
  }

  #setFlow(): void {
    const flowing = this.#air === 'on' || (this.#air === 'preview' && this.#previews > 0)
    if (flowing === this.#flowing || this.#closed) return
    this.#flowing = flowing
    const { video, audio } = this.#parts.publisher
    for (const producer of [video, audio]) this.#told(flowing ? producer.resume() : producer.pause())
    // Nothing of it is kept, not even a picture that has come in part.
    if (!flowing) this.#group = new GroupOfPictures(groupLimits)
  }

  /** The worker obeys in the order of the calls; what it does not obey has died with it. */
  #told(request: Promise<void>): void {
    request.catch((error: unknown) => {
      if (this.#closed || this.worker.worker.closed) return
      this.#parts.log.error({ err: error }, 'a courtroom was not switched by its worker')
    })
  }

  async #open(request: ViewRequest, onClosed: () => void, wasCut: () => boolean): Promise<View> {
    const { router, publisher } = this.#parts
    const producers = [publisher.audio, publisher.video]
    const { rtpCapabilities } = request
    if (!producers.every(({ id }) => router.canConsume({ producerId: id, rtpCapabilities })))
      throw new DomainError('cannot_receive', `viewer ${request.viewerId} lacks H.264 or Opus`)

    let view: OwnedView | undefined
    const opened = await openView(
      {
        router,
        webRtcServer: this.worker.webRtcServer,
        producers,
        // For whoever stands by, what counts is the group there is when they start.
        openCatchUp: async () =>
          request.standBy || this.#group.packets.length > 0 ? this.#openCatchUp() : null,
        startCatchUp: (catchUp) => catchUp.start(this.#group),
      },
      request,
      () => {
        if (view) this.#views.delete(view)
        onClosed()
      },
    )
    view = opened
    if (this.#closed) {
      opened.close()
      throw new DomainError('sfu_unavailable', 'the courtroom was closed while a viewer joined')
    }
    if (wasCut()) {
      opened.close()
      throw new DomainError('not_on_air', 'off the air')
    }
    this.#views.add(opened)
    return opened
  }

  async receivedBps(): Promise<number> {
    const [stat] = await this.#parts.publisher.transport.getStats()
    return stat?.recvBitrate ?? 0
  }

  async held(): Promise<Omit<SfuHeld, 'routers'>> {
    const { transportIds, mapProducerIdConsumerIds, mapConsumerIdProducerId } =
      await this.#parts.router.dump()
    return {
      transports: transportIds.length,
      producers: mapProducerIdConsumerIds.length,
      consumers: mapConsumerIdProducerId.length,
    }
  }

  close(reason: ViewEnd): void {
    if (this.#closed) return
    this.#closed = true
    for (const view of this.#views) view.end(reason)
    for (const catchUp of this.#catchUps) catchUp.close()
    this.#group.clear()
    this.#parts.router.close()
  }

  #takePicture(raw: Buffer): void {
    const packet = parseVideoPacket(raw)
    // What the worker had sent before it was told is still on its way.
    if (!packet || this.#closed || !this.#flowing) return
    const { beganGroup } = this.#group.push(packet)
    for (const catchUp of this.#catchUps) {
      catchUp.forward(packet)
      if (beganGroup) catchUp.keyFrameCame()
    }
  }

  async #openCatchUp(): Promise<CatchUp> {
    const ssrc = this.#nextCatchUpSsrc++
    const cuts = this.#cuts
    const producer = await this.#parts.direct.produce(catchUpProducer(ssrc))
    if (cuts !== this.#cuts) {
      producer.close()
      throw new DomainError('not_on_air', 'off the air')
    }
    const catchUp: CatchUp = new CatchUp({
      producer,
      ssrc,
      payloadType: publisherRtp.video.payloadType,
      onClose: () => this.#catchUps.delete(catchUp),
    })
    this.#catchUps.add(catchUp)
    return catchUp
  }
}
