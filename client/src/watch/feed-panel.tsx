import type { FeedStatus } from '@press-gallery/server/protocol/feed'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Notice } from '../ui/notice.tsx'
import { Status } from '../ui/status.tsx'

/** What the courtroom gives, in words: what happened to it and what happens next. */
export function FeedPanel({ feed, stale }: { feed: FeedStatus | null; stale: boolean }) {
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
      {feed.nextTryMs === null ? null : <NextTry atMs={feed.nextTryMs} />}
    </Notice>
  )
}

/** Counts down for the eye only: a reader would be interrupted each second. */
function NextTry({ atMs }: { atMs: number }) {
  const { t } = useTranslation()
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const timer = window.setInterval(() => setNowMs(Date.now()), 500)
    return () => window.clearInterval(timer)
  }, [])
  const leftS = Math.ceil((atMs - nowMs) / 1000)
  return <p aria-hidden="true">{leftS > 0 ? t('feed.nextTry', { count: leftS }) : t('feed.tryingNow')}</p>
}
