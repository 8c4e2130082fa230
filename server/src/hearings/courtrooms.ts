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
  /** Ends a courtroom's feed, and its place in the SFU. Idempotent. */
  close(courtroomId: string): Promise<void>
  /** Idempotent. */
  stop(): Promise<void>
}

export interface CourtroomsOptions {
  createFeed: (courtroom: OpenCourtroom) => SwitchableFeed
  sfu: Pick<Sfu, 'openCourtroom' | 'closeCourtroom'>
  log: Logger
}

export function createCourtrooms({ createFeed, sfu, log }: CourtroomsOptions): Courtrooms {
  const feeds = new Map<string, SwitchableFeed>()
  const end = async (feed: SwitchableFeed): Promise<void> => {
    await feed.stop()
    await sfu.closeCourtroom(feed.courtroomId)
  }
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
      // It was closed again meanwhile.
      if (feeds.get(courtroom.id) !== feed) return
      // The feed follows the SFU through its rebuilds.
      await sfu.openCourtroom({
        courtroomId: courtroom.id,
        relay: feed.relay,
        onEndpoint: (endpoint) => feed.publishTo(endpoint),
      })
    },
    async close(courtroomId) {
      const feed = feeds.get(courtroomId)
      feeds.delete(courtroomId)
      if (feed !== undefined) await end(feed)
    },
    async stop() {
      const all = [...feeds.values()]
      feeds.clear()
      await Promise.all(all.map(end))
    },
  }
}
