import type { RecordingState } from '@press-gallery/server/protocol/api'
import { useTranslation } from 'react-i18next'
import { Status, type StatusTone } from '../ui/status.tsx'

const toneOf: Record<RecordingState, StatusTone> = {
  starting: 'quiet',
  recording: 'good',
  sealed: 'good',
  paused: 'quiet',
  stalled: 'warn',
  disk_full: 'bad',
  stopped: 'bad',
}

/** What the recorder does, for staff. */
export function RecordingLine({ state }: { state: RecordingState }) {
  const { t } = useTranslation()
  return <Status tone={toneOf[state]}>{t(`recording.${state}`)}</Status>
}
