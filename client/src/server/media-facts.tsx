import type { RecordingState } from '@press-gallery/server/protocol/api'
import type { ServerHealthAnswer } from '@press-gallery/server/protocol/server-health'
import { useTranslation } from 'react-i18next'
import { Status, type StatusTone } from '../ui/status.tsx'
import { FactList } from './fact-list.tsx'
import { useMeasures } from './use-measures.ts'

type Sfu = Exclude<ServerHealthAnswer['sfu'], null>
type Recorder = Exclude<ServerHealthAnswer['recorder'], null>

/** How often the process of something has died, where it has. */
function Deaths({ count, lastMs, atMs }: { count: number; lastMs: number | null; atMs: number }) {
  const { t } = useTranslation()
  const { clock } = useMeasures(atMs)
  if (count === 0 || lastMs === null) return null
  return <span className="server-facts__small">{t('server.deaths', { count, time: clock(lastMs) })}</span>
}

/** Each worker of the SFU. */
export function SfuFacts({ sfu: { workers }, atMs }: { sfu: Sfu; atMs: number }) {
  const { t } = useTranslation()
  const { moment } = useMeasures(atMs)
  return (
    <FactList
      facts={workers.map(
        ({ index, pid, startedMs, courtrooms, viewers, cpuPercent, deaths, lastDeathMs }) => ({
          label: t('server.sfu.worker', { number: index + 1 }),
          value: (
            <>
              {pid === null || startedMs === null ? (
                <Status tone="bad">{t('server.sfu.dead')}</Status>
              ) : (
                <>
                  {t('server.sfu.alive', { moment: moment(startedMs), courtrooms, viewers })}
                  {' · '}
                  {cpuPercent === null
                    ? t('server.sfu.cpuUnknown')
                    : t('server.sfu.cpu', { percent: cpuPercent })}
                </>
              )}
              <Deaths count={deaths} lastMs={lastDeathMs} atMs={atMs} />
            </>
          ),
        }),
      )}
    />
  )
}

const toneOfRecording: Record<RecordingState, StatusTone> = {
  starting: 'quiet',
  recording: 'good',
  sealed: 'good',
  paused: 'quiet',
  stalled: 'bad',
  disk_full: 'bad',
  stopped: 'bad',
}

/** What is recorded of each hearing under way. */
export function RecorderFacts({
  recorder: { recordings, enabled },
  atMs,
}: {
  recorder: Recorder
  atMs: number
}) {
  const { t } = useTranslation()
  if (!enabled) return null
  if (recordings.length === 0) return <p className="page__lead">{t('server.recorder.nothing')}</p>
  return (
    <FactList
      facts={recordings.map(({ title, courtroom, state, lagS, deaths, lastDeathMs }) => ({
        label: courtroom,
        value: (
          <>
            <Status tone={toneOfRecording[state]}>{t(`region.recording.${state}`)}</Status>
            {lagS === null || state === 'paused' ? null : `; ${t('server.recorder.lag', { seconds: lagS })}`}
            <span className="server-facts__small">{title}</span>
            <Deaths count={deaths} lastMs={lastDeathMs} atMs={atMs} />
          </>
        ),
      }))}
    />
  )
}
