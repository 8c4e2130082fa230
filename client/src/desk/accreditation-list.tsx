import type { Accreditation, AccreditationState } from '@press-gallery/server/protocol/accreditation'
import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { useTask } from '../ui/use-task.ts'
import type { AccreditationApi } from './accreditation-api.ts'
import { DecisionDialog, type Decision } from './decision-dialog.tsx'
import { DeskFailure } from './desk-parts.tsx'
import { usePolled } from './use-polled.ts'
import { useTimes } from './use-times.ts'

export interface AccreditationListProps {
  api: AccreditationApi
  state: AccreditationState
}

const everyMs = 5000

/** What may be decided of a right in each state. */
const decisions: Record<AccreditationState, readonly Decision[]> = {
  requested: ['grant', 'refuse'],
  granted: ['revoke'],
  refused: ['grant'],
  revoked: ['grant'],
}

/** The rights of a court in one state, with what may be decided of each. */
export function AccreditationList({ api, state }: AccreditationListProps) {
  const { t } = useTranslation()
  const ask = useCallback(() => api.list(state), [api, state])
  const { value, error, again } = usePolled(ask, everyMs)
  const [asking, setAsking] = useState<{ decision: Decision; one: Accreditation } | null>(null)
  const grant = useTask(async (id: string) => {
    await api.decide(id, { decision: 'grant', reason: '' })
    again()
  })
  const decide = (decision: Decision, one: Accreditation): void => {
    if (decision === 'grant') void grant.run(one.id)
    else setAsking({ decision, one })
  }
  const moved = { what: t('desk.accreditation.moved.what'), next: t('desk.accreditation.moved.next') }

  if (value === null) return error === null ? <Loading /> : <DeskFailure error={error} />
  return (
    <>
      {error === null ? null : <Notice tone="warn" what={t('desk.listOld')} />}
      <DeskFailure error={grant.error} here={{ not_in_this_state: moved }} />
      {value.accreditations.length === 0 ? (
        <Notice
          tone="info"
          what={t(`desk.accreditation.none.${state}`)}
          next={state === 'requested' ? t('desk.accreditation.noneNext') : undefined}
        />
      ) : null}
      <ul className="desk__hearings">
        {value.accreditations.map((one) => (
          <AccreditationCard key={one.id} one={one} busy={grant.busy} decide={decide} />
        ))}
      </ul>
      {value.more ? <p className="page__lead">{t('desk.accreditation.more')}</p> : null}
      {asking === null ? null : (
        <DecisionDialog
          decision={asking.decision}
          whose={whose(asking.one)}
          decide={async (reason) => {
            await api.decide(asking.one.id, { decision: asking.decision, reason })
            again()
          }}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  )
}

const whose = ({ person, pool }: Accreditation): string => person?.name ?? pool?.name ?? ''

interface AccreditationCardProps {
  one: Accreditation
  busy: boolean
  decide: (decision: Decision, one: Accreditation) => void
}

function AccreditationCard({ one, busy, decide }: AccreditationCardProps) {
  const { t } = useTranslation()
  const times = useTimes()
  const { person, pool, hearing, fromMs, untilMs, state, reason, cardNumber, askedMs, decidedMs } = one
  const name = whose(one)
  return (
    <li className="card right">
      <div className="right__words">
        <h2>{name}</h2>
        <p className="page__lead">
          {[pool === null ? '' : t('desk.accreditation.pool'), person?.outlet ?? '']
            .concat(cardNumber === '' ? '' : t('desk.accreditation.card', { number: cardNumber }))
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
        <p>
          {hearing === null
            ? t('desk.accreditation.toCourt', {
                from: fromMs === null ? '—' : times.moment(fromMs),
                until: untilMs === null ? '—' : times.moment(untilMs),
              })
            : t('desk.accreditation.toHearing', { title: hearing.title, number: hearing.caseNumber })}
        </p>
        {reason === '' ? null : <p className="right__reason">{reason}</p>}
        {/* What was granted without a request was asked for by nobody. */}
        {askedMs === decidedMs ? null : (
          <p className="page__lead">{t('desk.accreditation.asked', { time: times.moment(askedMs) })}</p>
        )}
        <Decided one={one} />
      </div>
      <div className="right__actions">
        {decisions[state].map((decision) => (
          <Button
            key={decision}
            look={decision === 'grant' ? 'primary' : 'secondary'}
            busy={busy && decision === 'grant'}
            aria-label={t(`desk.accreditation.decideOne.${decision}`, { name })}
            onClick={() => decide(decision, one)}
          >
            {t(`desk.accreditation.decide.${decision}`)}
          </Button>
        ))}
      </div>
    </li>
  )
}

function Decided({ one: { decidedMs, decidedBy, decisionReason } }: { one: Accreditation }) {
  const { t } = useTranslation()
  const times = useTimes()
  if (decidedMs === null) return null
  return (
    <p className="page__lead">
      {decidedBy === null
        ? t('desk.accreditation.decidedOn', { time: times.moment(decidedMs) })
        : t('desk.accreditation.decided', { time: times.moment(decidedMs), by: decidedBy })}
      {decisionReason === '' ? null : ` ${decisionReason}`}
    </p>
  )
}
