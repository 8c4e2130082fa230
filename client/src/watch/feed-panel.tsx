import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import { useServerNow } from '../ui/use-server-now.ts'
import { Notice } from '../ui/notice.tsx'
import { Status } from '../ui/status.tsx'

export interface FeedPanelProps {
  feed: FeedStatus | null
  /** What `feed` says is out of date. */
  stale: boolean
  clock: ServerClock
}

/** What the courtroom gives, in words: what happened to it and what happens next. */
export function FeedPanel({ feed, stale, clock }: FeedPanelProps) {
  const { t } = useTranslation()
  if (feed === null)
    return <Status tone={stale ? 'warn' : 'quiet'}>{t(stale ? 'feed.unknown' : 'app.loading')}</Status>
  if (feed.state === 'live' && feed.fault === null) return <Status tone="good">{t('feed.live')}</Status>
  if (feed.state === 'connecting' && feed.fault === null) {
    return <Status tone="quiet">{t('feed.connecting')}</Status>
  }
  return (
    <Notice
      tone={feed.state === 'failed' ? 'bad' : 'warn'}
      what={
        feed.state === 'live' && feed.fault !== null ? t(`fault.${feed.fault}.what`) : t(`feed.${feed.state}`)
      }
      next={
        feed.fault === null
          ? undefined
          : feed.state === 'live'
            ? t(`fault.${feed.fault}.next`)
            : `${t(`fault.${feed.fault}.what`)} ${t(`fault.${feed.fault}.next`)}`
      }
    >
      {feed.nextTryMs === null ? null : <NextTry atMs={feed.nextTryMs} clock={clock} />}
    </Notice>
  )
}

/** Counts down for the eye only: a reader would be interrupted each second. */
function NextTry({ atMs, clock }: { atMs: number; clock: ServerClock }) {
  const { t } = useTranslation()
  const nowMs = useServerNow(clock)
  const leftS = Math.ceil((atMs - nowMs) / 1000)
  return <p aria-hidden="true">{leftS > 0 ? t('feed.nextTry', { count: leftS }) : t('feed.tryingNow')}</p>
}
