import type { Logger } from 'pino'
import type { Courtroom } from '../court-file.ts'
import type { Feed } from '../ingest/feed.ts'
import type { Sfu } from '../sfu/sfu.ts'

export interface Courtrooms {
  readonly feeds: readonly Feed[]
  feed(courtroomId: string): Feed | undefined
  /** Idempotent. */
  stop(): Promise<void>
}

export interface CourtroomsOptions {
  courtrooms: readonly Courtroom[]
  createFeed: (courtroom: Courtroom) => Feed
  sfu: Sfu
  log: Logger
}

/** Starts each courtroom's feed and gives it its place in the SFU; the feed follows the SFU through its rebuilds. */
export async function openCourtrooms({
  courtrooms,
  createFeed,
  sfu,
  log,
}: CourtroomsOptions): Promise<Courtrooms> {
  const feeds = new Map<string, Feed>()
  const stop = async (): Promise<void> => {
    const all = [...feeds.values()]
    feeds.clear()
    await Promise.all(
      all.map(async (feed) => {
        await feed.stop()
        await sfu.closeCourtroom(feed.courtroomId)
      }),
    )
  }
  try {
    for (const courtroom of courtrooms) {
      const feed = createFeed(courtroom)
      feeds.set(courtroom.id, feed)
      feed.onStatus(({ state, fault }) => {
        const line = { courtroomId: courtroom.id, state, fault }
        if (state === 'live' || state === 'connecting') log.info(line, 'feed')
        else log.warn(line, 'feed')
      })
      await feed.start()
      await sfu.openCourtroom({
        courtroomId: courtroom.id,
        relay: feed.relay,
        onEndpoint: (endpoint) => feed.publishTo(endpoint),
      })
    }
  } catch (error) {
    await stop()
    throw error
  }
  return { feeds: [...feeds.values()], feed: (courtroomId) => feeds.get(courtroomId), stop }
}
