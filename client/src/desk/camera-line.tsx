import type { FeedState, FeedStatus } from '@press-gallery/server/protocol/feed'
import { useTranslation } from 'react-i18next'
import { Status, type StatusTone } from '../ui/status.tsx'

const toneOf: Record<FeedState, StatusTone> = {
  connecting: 'quiet',
  live: 'good',
  reconnecting: 'warn',
  failed: 'bad',
}

/** What comes from the courtroom's camera, in words that say nothing of whether it goes out to anybody. */
export function CameraLine({ feed: { state, fault } }: { feed: FeedStatus }) {
  const { t } = useTranslation()
  if (state === 'live' && fault !== null) return <Status tone="warn">{t(`fault.${fault}.what`)}</Status>
  return <Status tone={toneOf[state]}>{t(`desk.camera.${state}`)}</Status>
}
