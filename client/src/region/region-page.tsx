import { regionAnswer, type RegionAnswer } from '@press-gallery/server/protocol/workplaces'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Requests } from '../api/requests.ts'
import type { ServerClock } from '../api/server-clock.ts'
import { DeskFailure } from '../desk/desk-parts.tsx'
import { useInMyLanguage } from '../desk/use-in-my-language.ts'
import { usePolled } from '../desk/use-polled.ts'
import { useTimes } from '../desk/use-times.ts'
import { useServerNow } from '../ui/use-server-now.ts'
import { Link } from '../ui/link.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { Status } from '../ui/status.tsx'
import { countsOf, inOrderOfUrgency, needsAttention, type CourtOfRegion } from './attention.ts'
import { CourtroomRow } from './courtroom-row.tsx'
import './region.css'

export interface RegionPageProps {
  requests: Requests
  clock: ServerClock
  /** Show only what needs attention. */
  only: boolean
}

const everyMs = 2000
const quickMs = 4000

/** Every court and courtroom on one page that keeps itself up to date: for the press service of the supreme court. */
export function RegionPage({ requests, clock, only }: RegionPageProps) {
  const { t } = useTranslation()
  const ask = useCallback(
    () => requests.ask(regionAnswer, 'GET', '/api/region', undefined, quickMs),
    [requests],
  )
  const { value, error, heardMs } = usePolled(ask, everyMs)
  const isOld = error !== null
  return (
    <div className="page page--wide page--region">
      <PageTitle title={t('region.title')} />
      {value === null ? (
        error === null ? (
          <Loading />
        ) : (
          <DeskFailure error={error} />
        )
      ) : (
        <>
          {isOld && heardMs !== null ? <Aged heardMs={heardMs} clock={clock} /> : null}
          <Loaded region={value} isOld={isOld} only={only} />
        </>
      )}
    </div>
  )
}

/** The server does not answer: how old what one sees is by now. */
function Aged({ heardMs, clock }: { heardMs: number; clock: ServerClock }) {
  const { t } = useTranslation()
  const times = useTimes()
  const nowMs = useServerNow(clock)
  const sinceMs = heardMs + clock.offsetMs()
  return (
    <Notice
      tone="warn"
      what={t('region.old.what', { time: times.clock(sinceMs) })}
      next={
        <>
          {t('region.old.next')} {/* It changes each second: not for readers, who have heard the time. */}
          <span className="region__age" aria-hidden="true">
            {t('region.old.age', { elapsed: times.elapsed(nowMs - sinceMs) })}
          </span>
        </>
      }
    />
  )
}

function Loaded({ region, isOld, only }: { region: RegionAnswer; isOld: boolean; only: boolean }) {
  const { t } = useTranslation()
  const { courtrooms, underWay, attention } = countsOf(region.courts)
  const courts = inOrderOfUrgency(region.courts, only)
  return (
    <>
      <output className="region__summary">
        <span>{t('region.courtsCount', { count: region.courts.length })}</span>
        <span>{t('region.courtroomsCount', { count: courtrooms })}</span>
        <span>{t('region.underWayCount', { count: underWay })}</span>
      </output>
      <nav className="region__filter" aria-label={t('region.filter')}>
        <Link className="view-tab" href="/region" aria-current={only ? undefined : 'page'}>
          {t('region.all')}
        </Link>
        <Link className="view-tab" href="/region/attention" aria-current={only ? 'page' : undefined}>
          {t('region.attention', { count: attention })}
        </Link>
      </nav>
      {courts.length === 0 ? (
        <Notice tone="info" what={t(only ? 'region.allWell' : 'region.noCourts')} />
      ) : (
        courts.map((one) => <Court key={one.court.id} {...one} isOld={isOld} only={only} />)
      )}
    </>
  )
}

function Court({ court, courtrooms, isOld, only }: CourtOfRegion & { isOld: boolean; only: boolean }) {
  const { t } = useTranslation()
  const inMyLanguage = useInMyLanguage()
  const { all, online } = court.screens
  const id = `region-${court.id}`
  return (
    <section className="card region-court" aria-labelledby={id}>
      <header className="region-court__head">
        <h2 id={id}>{inMyLanguage(court.names) || court.name}</h2>
        {all === 0 ? (
          <Status tone="quiet">{t('region.noScreens')}</Status>
        ) : (
          <Status tone={isOld ? 'quiet' : online < all ? 'warn' : 'good'}>
            {t('region.screens', { online, all })}
          </Status>
        )}
      </header>
      {courtrooms.length === 0 ? (
        only ? null : (
          <p className="page__lead">{t('region.noCourtrooms')}</p>
        )
      ) : (
        <ul className="region-rooms">
          {courtrooms.map(({ courtroom, urgency }) => (
            <CourtroomRow
              key={courtroom.id}
              courtroom={courtroom}
              isAlarmed={needsAttention(urgency)}
              isOld={isOld}
            />
          ))}
        </ul>
      )}
    </section>
  )
}
