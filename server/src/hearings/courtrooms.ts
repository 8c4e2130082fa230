import type { Logger } from 'pino'
import type { SwitchableFeed } from '../ingest/create-feed.ts'
import type { SourceSettings } from '../ingest/source.ts'
import type { Sfu } from '../sfu/sfu.ts'

export interface OpenCourtroom {
  id: string
  source: SourceSettings
}

/** The feeds of all courtrooms, each with its place in the SFU. */
export interface Courtrooms {
  readonly feeds: readonly SwitchableFeed[]
  feed(courtroomId: string): SwitchableFeed | undefined
  /** Starts a courtroom's feed; one that is there takes the source instead, and its viewers keep what they have. */
  open(courtroom: OpenCourtroom): Promise<void>
  /** Idempotent. */
  stop(): Promise<void>
}

export interface CourtroomsOptions {
  createFeed: (courtroom: OpenCourtroom) => SwitchableFeed
  sfu: Sfu
  log: Logger
}

export function createCourtrooms({ createFeed, sfu, log }: CourtroomsOptions): Courtrooms {
  const feeds = new Map<string, SwitchableFeed>()
  return {
    get feeds() {
      return [...feeds.values()]
    },
    feed: (courtroomId) => feeds.get(courtroomId),
    async open(courtroom) {
      const there = feeds.get(courtroom.id)
      if (there !== undefined) {
        there.switchTo(courtroom.source)
        return
      }
      const feed = createFeed(courtroom)
      feeds.set(courtroom.id, feed)
      feed.onStatus(({ state, fault }) => {
        const line = { courtroomId: courtroom.id, state, fault }
        if (state === 'live' || state === 'connecting') log.info(line, 'feed')
        else log.warn(line, 'feed')
      })
      await feed.start()
      // The feed follows the SFU through its rebuilds.
      await sfu.openCourtroom({
        courtroomId: courtroom.id,
        relay: feed.relay,
        onEndpoint: (endpoint) => feed.publishTo(endpoint),
      })
    },
    async stop() {
      const all = [...feeds.values()]
      feeds.clear()
      await Promise.all(
        all.map(async (feed) => {
          await feed.stop()
          await sfu.closeCourtroom(feed.courtroomId)
        }),
      )
    },
  }
}
