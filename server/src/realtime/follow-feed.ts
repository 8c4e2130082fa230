import type { FeedStatus } from '../protocol/feed.ts'
import type { MediaClock } from '../protocol/signalling.ts'

/** The feed of a courtroom, as far as those who have its media are concerned. */
export interface WatchedFeed {
  readonly courtroomId: string
  readonly status: FeedStatus
  /** Returns the function that takes the listener away. */
  onStatus(listener: (status: FeedStatus) => void): () => void
  /** Tells at once what is known, and then each change; returns as `onStatus` does. */
  onMediaClock(listener: (clock: MediaClock) => void): () => void
}

/** Tells a peer of a feed; returns what ends it. */
export function followFeed(
  feed: WatchedFeed,
  tell: { feed: (status: FeedStatus) => void; clock: (clock: MediaClock) => void },
): () => void {
  const endings = [feed.onStatus(tell.feed), feed.onMediaClock(tell.clock)]
  return () => {
    for (const end of endings) end()
  }
}
