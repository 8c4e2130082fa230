import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import { useTranslation } from 'react-i18next'
import type { PlayerSnapshot } from '../player/hearing-player.ts'
import { Icon } from '../ui/icon.tsx'
import { missedWords } from './missed-words.ts'
import { useOnline } from './use-online.ts'

export interface StageWordsProps {
  snapshot: PlayerSnapshot
  feed: FeedStatus | null
  missedMs: number | null
}

/** The state of the connection in words, over the picture; read out politely when it changes. */
export function StageWords({ snapshot, feed, missedMs }: StageWordsProps) {
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
      {missedMs === null ? null : (
        <p className="stage__line">
          <Icon name="clock" />
          <span>{missed(missedMs)}</span>
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

  function missed(ms: number): string {
    const { unit, values } = missedWords(ms)
    return t(`watch.missed.${unit}`, values)
  }
}
