import type { AccreditationState, OwnAccreditation } from '@press-gallery/server/protocol/accreditation'
import { useTranslation } from 'react-i18next'
import { CaseNumber } from '../hearings/case-number.tsx'
import { Failure } from '../ui/failure.tsx'
import { Loading } from '../ui/loading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Section } from '../ui/section.tsx'
import { Status, type StatusTone } from '../ui/status.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import type { AccountApi } from './account-api.ts'

const toneOf: Record<AccreditationState, StatusTone> = {
  requested: 'quiet',
  granted: 'good',
  refused: 'bad',
  revoked: 'bad',
}

/** Where each of a journalist's requests stands, and what they have been granted. */
export function AccreditationsSection({ api }: { api: AccountApi }) {
  const { t } = useTranslation()
  const { value: accreditations, error } = useAnswer(api.accreditations)
  return (
    <Section title={t('account.accreditations.title')}>
      <Failure error={error} />
      {accreditations === null ? (
        error === null ? (
          <Loading />
        ) : null
      ) : accreditations.length === 0 ? (
        <p className="page__lead">{t('account.accreditations.none')}</p>
      ) : (
        <ul className="rows">
          {accreditations.map((accreditation) => (
            <AccreditationRow key={accreditation.id} accreditation={accreditation} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function AccreditationRow({ accreditation }: { accreditation: OwnAccreditation }) {
  const { t } = useTranslation()
  const { hearing, fromMs, untilMs, pool, state, askedMs, decidedMs, decisionReason } = accreditation
  return (
    <li className="row">
      <div className="row__words">
        <strong>{hearing === null ? t('account.accreditations.court') : hearing.title}</strong>
        <p className="row__facts">
          {hearing === null ? null : <CaseNumber number={hearing.caseNumber} />}
          {fromMs === null || untilMs === null ? null : (
            <>
              <Moment ms={fromMs} /> – <Moment ms={untilMs} />
            </>
          )}
          {pool === null ? null : ` · ${t('account.accreditations.pool', { name: pool })}`}
        </p>
        <p className="row__facts">
          {t('account.accreditations.asked')} <Moment ms={askedMs} />
          {decidedMs === null ? null : (
            <>
              {' '}
              · {t('account.accreditations.decided')} <Moment ms={decidedMs} />
            </>
          )}
        </p>
        {decisionReason === '' ? null : (
          <p>{t('account.accreditations.because', { reason: decisionReason })}</p>
        )}
      </div>
      <Status tone={toneOf[state]}>{t(`account.accreditations.state.${state}`)}</Status>
    </li>
  )
}
