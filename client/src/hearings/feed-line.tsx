import type { FeedState, FeedStatus } from '@press-gallery/server/protocol/feed'
import { useTranslation } from 'react-i18next'
import { Status, type StatusTone } from '../ui/status.tsx'

const toneOf: Record<FeedState, StatusTone> = {
  connecting: 'quiet',
  live: 'good',
  reconnecting: 'warn',
  failed: 'bad',
}

/** A feed's state in a word or two, for lists. */
export function FeedLine({ feed }: { feed: FeedStatus }) {
  const { t } = useTranslation()
  return (
    <Status tone={feed.state === 'live' && feed.fault !== null ? 'warn' : toneOf[feed.state]}>
      {feed.state === 'live' && feed.fault !== null
        ? t(`fault.${feed.fault}.what`)
        : t(`feed.short.${feed.state}`)}
    </Status>
  )
}
