import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Requests } from '../api/requests.ts'
import { useInMyLanguage } from '../desk/use-in-my-language.ts'
import { navigate } from '../route.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Button } from '../ui/button.tsx'
import { Link } from '../ui/link.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { createCourtApi, type CourtApi } from './court-api.ts'
import { CourtFailure } from './court-failure.tsx'
import { CourtroomsSection } from './courtrooms-section.tsx'
import './courts.css'
import { FactsSection } from './facts-section.tsx'
import { GroundsSection } from './grounds-section.tsx'
import { NewCourtDialog } from './new-court-dialog.tsx'
import { RemoveSection } from './remove-section.tsx'
import { SealSection } from './seal-section.tsx'
import { UndertakingSection } from './undertaking-section.tsx'

export interface CourtsPageProps {
  requests: Requests
  person: SessionAnswer
  /** Null: the list. */
  courtId: string | null
}

/** Courts are made and removed by who manages all of them. */
const managesAll = ({ grants }: SessionAnswer): boolean =>
  grants.some((grant) => grant.role === 'administrator' && grant.courtId === null)

/** Setting courts up, for administrators. */
export function CourtsPage({ requests, person, courtId }: CourtsPageProps) {
  const api = useMemo(() => createCourtApi(requests), [requests])
  return courtId === null ? (
    <CourtList api={api} person={person} />
  ) : (
    <OneCourt key={courtId} api={api} courtId={courtId} mayRemove={managesAll(person)} />
  )
}

function CourtList({ api, person }: { api: CourtApi; person: SessionAnswer }) {
  const { t } = useTranslation()
  const inMyLanguage = useInMyLanguage()
  const { value, error, reload } = useAnswer(api.courts)
  const [adding, setAdding] = useState(false)
  const courts = value?.filter(({ may }) => may.includes('court.manage'))
  const allCourts = managesAll(person)
  return (
    <div className="page page--court">
      <PageTitle title={t('courts.title')} />
      {error === null ? null : <Failed error={error} reload={reload} />}
      {courts === undefined ? (
        error === null ? (
          <Loading />
        ) : null
      ) : courts.length === 0 ? (
        <Notice
          tone="info"
          what={t('courts.none.what')}
          next={t(allCourts ? 'courts.none.add' : 'courts.none.ask')}
        />
      ) : (
        <ul className="rows card">
          {courts.map((court) => (
            <li className="row" key={court.id}>
              <Link href={`/courts/${court.id}`}>{inMyLanguage(court.names) || court.name}</Link>
            </li>
          ))}
        </ul>
      )}
      {allCourts && courts !== undefined ? (
        <div className="page__actions">
          <Button onClick={() => setAdding(true)}>{t('courts.add')}</Button>
        </div>
      ) : null}
      {adding ? (
        <NewCourtDialog
          api={api}
          taken={value?.map(({ id }) => id) ?? []}
          onDone={({ id }) => navigate(`/courts/${id}`)}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </div>
  )
}

function OneCourt({ api, courtId, mayRemove }: { api: CourtApi; courtId: string; mayRemove: boolean }) {
  const { t } = useTranslation()
  const inMyLanguage = useInMyLanguage()
  const { value: court, error, reload } = useAnswer(useCallback(() => api.court(courtId), [api, courtId]))
  return (
    <div className="page page--court">
      <header className="page__head">
        <BackLink href="/courts" words={t('courts.all')} />
        <PageTitle title={court === null ? t('courts.title') : inMyLanguage(court.names) || court.name} />
      </header>
      {error === null ? null : <Failed error={error} reload={reload} />}
      {court === null ? (
        error === null ? (
          <Loading />
        ) : null
      ) : court.may.includes('court.manage') ? (
        <>
          <CourtroomsSection api={api} court={court} onChanged={reload} />
          <FactsSection api={api} court={court} onChanged={reload} />
          <GroundsSection api={api} court={court} onChanged={reload} />
          <UndertakingSection api={api} courtId={courtId} />
          <SealSection api={api} court={court} onChanged={reload} />
          {mayRemove ? <RemoveSection api={api} court={court} /> : null}
        </>
      ) : (
        <Notice tone="bad" what={t('people.refused.what')} next={t('people.refused.next')} />
      )}
    </div>
  )
}

function Failed({ error, reload }: { error: unknown; reload: () => void }) {
  const { t } = useTranslation()
  return (
    <>
      <CourtFailure error={error} />
      <div className="page__actions">
        <Button onClick={reload}>{t('app.tryAgain')}</Button>
      </div>
    </>
  )
}
