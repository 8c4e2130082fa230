import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import { useTranslation } from 'react-i18next'
import type { HearingPlayer, PlayerSnapshot } from '../player/hearing-player.ts'
import { Button } from '../ui/button.tsx'
import { Link } from '../ui/link.tsx'
import { useOnline } from './use-online.ts'

export interface StageWordsProps {
  player: HearingPlayer
  snapshot: PlayerSnapshot
  feed: FeedStatus | null
}

/** The state of the connection in words, over the picture; read out politely when it changes. */
export function StageWords({ player, snapshot, feed }: StageWordsProps) {
  const { t } = useTranslation()
  const online = useOnline()
  if (snapshot.state === 'ended' && snapshot.endedBy !== null) {
    const code = snapshot.endedBy
    return (
      <div className="stage__end" role="alert">
        <p className="stage__what">{t(`error.${code}.what`)}</p>
        <p>{t(`error.${code}.next`)}</p>
        <p className="stage__actions">
          <Button look="primary" onClick={() => player.retry()}>
            {t('app.tryAgain')}
          </Button>
          <Link className="button button--secondary" href="/hearings">
            {t('app.toHearings')}
          </Link>
        </p>
      </div>
    )
  }
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
