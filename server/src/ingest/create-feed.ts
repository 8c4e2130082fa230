import type { Logger } from 'pino'
import type { PublisherRtp } from '../sfu/publisher-rtp.ts'
import type { Feed } from './feed.ts'
import type { Clock, SourceFactories, SourceSettings, Transcoders } from './source.ts'

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
export type CreateFeed = (options: FeedOptions) => Feed
