import { serverHealthAnswer, type ServerHealthAnswer } from '@press-gallery/server/protocol/server-health'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Requests } from '../api/requests.ts'
import type { ServerClock } from '../api/server-clock.ts'
import { DeskFailure } from '../desk/desk-parts.tsx'
import { usePolled } from '../desk/use-polled.ts'
import { useTimes } from '../desk/use-times.ts'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { Status } from '../ui/status.tsx'
import { partsInOrder } from './health-order.ts'
import { PartCard } from './part-card.tsx'
import { useReadiness } from './use-readiness.ts'

export interface HealthViewProps {
  requests: Requests
  clock: ServerClock
}

const everyMs = 5000
/** The server itself waits a moment for parts that do not answer. */
const timeoutMs = 12_000

/** How the parts of the server are; keeps itself up to date. */
export function HealthView({ requests, clock }: HealthViewProps) {
  const { t } = useTranslation()
  const times = useTimes()
  const ask = useCallback(
    () => requests.ask(serverHealthAnswer, 'GET', '/api/server/health', undefined, timeoutMs),
    [requests],
  )
  const { value, error, heardMs } = usePolled(ask, everyMs)
  const unable = useReadiness(error)
  const isOld = error !== null
  return (
    <>
      <p className="page__lead">{t('server.lead')}</p>
      {unable.length > 0 ? (
        <Notice
          tone="bad"
          what={t('server.cannot.what', {
            parts: unable.map((part) => t(`server.cannot.part.${part}`)).join(', '),
          })}
          next={t('server.cannot.next')}
        />
      ) : null}
      {value === null ? (
        error === null ? (
          <Loading />
        ) : (
          <DeskFailure error={error} />
        )
      ) : (
        <>
          {isOld && heardMs !== null ? (
            <Notice
              tone="warn"
              what={t('server.old.what', { time: times.clock(heardMs + clock.offsetMs()) })}
              next={t('server.old.next')}
            />
          ) : null}
          <Parts health={value} clock={clock} isOld={isOld} />
        </>
      )}
    </>
  )
}

function Parts({ health, clock, isOld }: { health: ServerHealthAnswer; clock: ServerClock; isOld: boolean }) {
  const { t } = useTranslation()
  const parts = partsInOrder(health, clock.offsetMs())
  const bad = parts.filter(({ level }) => level === 'bad' || level === 'none').length
  const warn = parts.filter(({ level }) => level === 'warn').length
  return (
    <>
      {isOld ? null : (
        <output className="server__summary">
          {bad > 0 ? <Status tone="bad">{t('server.actNow', { count: bad })}</Status> : null}
          {warn > 0 ? <Status tone="warn">{t('server.seeTo', { count: warn })}</Status> : null}
          {bad + warn === 0 ? <Status tone="good">{t('server.allWell')}</Status> : null}
        </output>
      )}
      <div className="server__parts">
        {parts.map((part) => (
          <PartCard key={part.name} {...{ part, health, clock, isOld }} />
        ))}
      </div>
    </>
  )
}
