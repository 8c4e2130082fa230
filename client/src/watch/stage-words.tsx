import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import { useTranslation } from 'react-i18next'
import type { PlayerSnapshot } from '../player/hearing-player.ts'
import { useOnline } from './use-online.ts'

/** The state of the connection in words, over the picture; read out politely when it changes. */
export function StageWords({ snapshot, feed }: { snapshot: PlayerSnapshot; feed: FeedStatus | null }) {
  const { t } = useTranslation()
  const online = useOnline()
  return (
    <div className="stage__words" aria-live="polite">
      {words() === null ? null : (
        <p className="stage__line">
          <span className="spinner" aria-hidden="true" />
          <span>{words()}</span>
        </p>
      )}
    </div>
  )

  function words(): string | null {
    if (snapshot.state === 'playing') return null
    if (!online) return t('player.offline')
    if (feed !== null && feed.state !== 'live') return t(`feed.${feed.state}`)
    return snapshot.state === 'ended' ? null : t(`player.${snapshot.state}`)
  }
}
