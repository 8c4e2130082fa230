import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Requests } from '../api/requests.ts'
import { useInMyLanguage } from '../desk/use-in-my-language.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { createPeopleApi, type CourtSummary } from './people-api.ts'
import { PeopleOfCourtView } from './people-of-court-view.tsx'
import './people.css'
import { useCourtId } from './use-court.ts'

export interface PeoplePageProps {
  requests: Requests
  person: SessionAnswer
}

/** The people of a court to its administrators, its journalists to press officers. */
export function PeoplePage({ requests, person }: PeoplePageProps) {
  const { t } = useTranslation()
  const inMyLanguage = useInMyLanguage()
  const api = useMemo(() => createPeopleApi(requests), [requests])
  const { value: all, error, reload } = useAnswer(api.courts)
  const [courtId, choose] = useCourtId()
  const courts = all?.filter(({ may }) => may.includes('people.manage') || may.includes('journalists.manage'))
  const court = courts?.find(({ id }) => id === courtId) ?? courts?.[0]
  const nameOf = ({ names, name }: CourtSummary): string => inMyLanguage(names) || name
  return (
    <div className="page page--people">
      <header className="page__head">
        <PageTitle title={t('people.title')} />
        {court === undefined || courts === undefined ? null : courts.length === 1 ? (
          <p className="page__lead">{nameOf(court)}</p>
        ) : (
          <div className="people__court">
            <SelectField
              label={t('people.court')}
              options={courts.map((one) => ({ value: one.id, label: nameOf(one) }))}
              value={court.id}
              onChange={choose}
            />
          </div>
        )}
      </header>
      {court === undefined ? (
        error !== null ? (
          <>
            <Failure error={error} />
            <div className="page__actions">
              <Button onClick={reload}>{t('app.tryAgain')}</Button>
            </div>
          </>
        ) : courts === undefined ? (
          <Loading />
        ) : (
          <Notice tone="info" what={t('people.noCourt.what')} next={t('people.noCourt.next')} />
        )
      ) : (
        <PeopleOfCourtView
          key={court.id}
          {...{ api, court, person }}
          courtName={(id) => {
            const known = all?.find((one) => one.id === id)
            return known === undefined ? id : nameOf(known)
          }}
        />
      )}
    </div>
  )
}
