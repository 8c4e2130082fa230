import { randomInt } from 'node:crypto'
import type { Logger } from 'pino'
import type { FeedStatus } from '../protocol/feed.ts'
import type { MediaClock } from '../protocol/signalling.ts'
import type { PublisherRtp } from '../sfu/publisher-rtp.ts'
import type { PublishEndpoint } from '../sfu/sfu.ts'
import type { Feed, FeedTap } from './feed.ts'
import { Publisher } from './relay/publisher.ts'
import { RelaySocket } from './relay/relay-socket.ts'
import { parseRtcp } from './rtp/rtcp.ts'
import { type Clock, type SourceFactories, type SourceSettings, type Transcoders } from './source.ts'
import { SourceSupervision } from './source-supervision.ts'

export interface FeedOptions {
  courtroomId: string
  source: SourceSettings
  publisherRtp: PublisherRtp
  /** One factory a source kind. */
  sources: SourceFactories
  transcode: Transcoders
  clock: Clock
  log: Logger
}

/** A courtroom's feed: the relay, and the supervision of the source behind it. */
export type CreateFeed = (options: FeedOptions) => SwitchableFeed

/** The feed of a courtroom, whose source can be another one at any moment; viewers keep their consumers. */
export interface SwitchableFeed extends Feed {
  /** Ends the present source and begins with this one. */
  switchTo(source: SourceSettings): void
}

export const createFeed: CreateFeed = (options) => new CourtroomFeed(options)

const loopback = '127.0.0.1'

class CourtroomFeed implements SwitchableFeed {
  readonly courtroomId: string
  readonly #socket: RelaySocket
  readonly #publisher: Publisher
  readonly #supervision: SourceSupervision
  readonly #options: FeedOptions
  #port = 0
  #stopping: Promise<void> | null = null

  constructor(options: FeedOptions) {
    this.#options = options
    this.courtroomId = options.courtroomId
    const log = options.log.child({ courtroomId: options.courtroomId })
    this.#socket = new RelaySocket((compound) => this.#onRtcp(compound))
    this.#publisher = new Publisher({
      rtp: options.publisherRtp,
      clock: options.clock,
      send: (packet) => this.#socket.send(packet),
      firstSequence: randomInt(65_536),
    })
    this.#supervision = new SourceSupervision({ ...options, log, publisher: this.#publisher })
  }

  get relay(): { address: string; port: number } {
    return { address: loopback, port: this.#port }
  }

  get status(): FeedStatus {
    return this.#supervision.status
  }

  async start(): Promise<void> {
    this.#port = await this.#socket.open()
    this.#supervision.begin(this.#options.source)
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#supervision.stop().then(() => this.#socket.close())
    return this.#stopping
  }

  switchTo(source: SourceSettings): void {
    this.#supervision.begin(source)
  }

  publishTo(endpoint: PublishEndpoint | null): void {
    this.#socket.sendTo(endpoint)
    if (!endpoint) return
    this.#publisher.reportDensely()
    this.#supervision.requestKeyFrame()
  }

  onStatus(listener: (status: FeedStatus) => void): () => void {
    return this.#supervision.onStatus(listener)
  }

  onMediaClock(listener: (clock: MediaClock) => void): () => void {
    return this.#publisher.onMediaClock(listener)
  }

  tap(tap: FeedTap): () => void {
    return this.#publisher.tap(tap)
  }

  #onRtcp(compound: Buffer): void {
    const { video } = this.#options.publisherRtp
    const asked = parseRtcp(compound).some(
      (item) => item.type === 'key_frame_request' && item.ssrc === video.ssrc,
    )
    if (asked) this.#supervision.requestKeyFrame()
  }
}
