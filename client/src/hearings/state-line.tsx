import type { HearingState } from '@press-gallery/server/protocol/hearing-state'
import { useTranslation } from 'react-i18next'
import { Status, type StatusTone } from '../ui/status.tsx'

const toneOf: Record<HearingState, StatusTone> = {
  scheduled: 'quiet',
  live: 'good',
  recess: 'warn',
  closed: 'bad',
  ended: 'quiet',
  sealed: 'quiet',
  cancelled: 'quiet',
}

/** What a hearing is in, in a word or two. */
export function StateLine({ state }: { state: HearingState }) {
  const { t } = useTranslation()
  return <Status tone={toneOf[state]}>{t(`hearings.state.${state}`)}</Status>
}
