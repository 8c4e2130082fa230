import type { Pool } from '@press-gallery/server/protocol/accreditation'
import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import { isOver } from '@press-gallery/server/protocol/hearing-state'
import type { PersonSummary } from '@press-gallery/server/protocol/people'
import { useCallback, useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { navigate } from '../route.ts'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { DateTimeField } from '../ui/date-time-field.tsx'
import { Link } from '../ui/link.tsx'
import { Loading } from '../ui/loading.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { TextAreaField } from '../ui/text-area-field.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { useTask } from '../ui/use-task.ts'
import type { AccreditationApi } from './accreditation-api.ts'
import type { DeskApi } from './desk-api.ts'
import { DeskFailure } from './desk-parts.tsx'
import { emptyGrant, grantOf, type GrantDraft, type GrantProblems } from './grant-draft.ts'

export interface GrantFormProps {
  api: AccreditationApi
  desk: DeskApi
  courtId: string
}

/** Grants a right without a request: to a pool or a journalist, to one hearing or to the court for a time. */
export function GrantForm({ api, desk, courtId }: GrantFormProps) {
  const ask = useCallback(async () => {
    const [pools, journalists, { hearings }] = await Promise.all([
      api.pools(),
      desk.journalists(courtId),
      desk.hearings(courtId),
    ])
    return { pools, journalists, hearings: hearings.filter(({ standing }) => !isOver(standing.state)) }
  }, [api, desk, courtId])
  const { value: lists, error } = useAnswer(ask)
  if (lists === null) return error === null ? <Loading /> : <DeskFailure error={error} />
  return <Fields {...{ api, lists }} />
}

interface FieldsProps {
  api: AccreditationApi
  lists: {
    pools: readonly Pool[]
    journalists: readonly PersonSummary[]
    hearings: readonly DeskHearing[]
  }
}

function Fields({ api, lists }: FieldsProps) {
  const { t } = useTranslation()
  const hasPools = lists.pools.length > 0
  const [draft, setDraft] = useState<GrantDraft>({ ...emptyGrant, to: hasPools ? 'pool' : 'person' })
  const [problems, setProblems] = useState<GrantProblems>({})
  const form = useRef<HTMLFormElement>(null)
  const task = useTask(async (made: Extract<ReturnType<typeof grantOf>, { request: unknown }>) => {
    await api.grant(made.request)
    navigate('/desk/accreditation/granted')
  })
  const change = (part: Partial<GrantDraft>): void => setDraft((last) => ({ ...last, ...part }))
  const problem = (field: keyof GrantDraft): string | null => {
    const key = problems[field]
    return key === undefined ? null : t(`desk.grant.problem.${key}`)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const made = grantOf(draft)
    setProblems('problems' in made ? made.problems : {})
    if ('request' in made) void task.run(made)
    else
      window.requestAnimationFrame(() =>
        form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
      )
  }
  const listed = (options: readonly { value: string; label: string }[]) => [
    { value: '', label: t('desk.choose') },
    ...options,
  ]

  return (
    <form ref={form} className="card desk__form" noValidate onSubmit={submit}>
      <h2>{t('desk.accreditation.grantNew')}</h2>
      <Choice
        legend={t('desk.grant.to')}
        options={[
          { value: 'pool', label: t('desk.grant.toPool') },
          { value: 'person', label: t('desk.grant.toPerson') },
        ]}
        value={draft.to}
        hint={t('desk.grant.toHint')}
        onChange={(to) => change({ to })}
      />
      {draft.to === 'pool' ? (
        <SelectField
          label={t('desk.field.pool')}
          hint={hasPools ? null : t('desk.noPools')}
          error={problem('poolId')}
          options={listed(
            lists.pools.map(({ id, name, members }) => ({ value: id, label: `${name} (${members})` })),
          )}
          value={draft.poolId}
          onChange={(poolId) => change({ poolId })}
        />
      ) : (
        <SelectField
          label={t('desk.grant.person')}
          error={problem('personId')}
          options={listed(lists.journalists.map(({ personId, name }) => ({ value: personId, label: name })))}
          value={draft.personId}
          onChange={(personId) => change({ personId })}
        />
      )}
      <Choice
        legend={t('desk.grant.of')}
        options={[
          { value: 'hearing', label: t('desk.grant.ofHearing') },
          { value: 'court', label: t('desk.grant.ofCourt') },
        ]}
        value={draft.of}
        hint={t('desk.grant.ofHint')}
        onChange={(of) => change({ of })}
      />
      {draft.of === 'hearing' ? (
        <SelectField
          label={t('desk.grant.hearing')}
          error={problem('hearingId')}
          options={listed(
            lists.hearings.map(({ id, title, caseNumber }) => ({
              value: id,
              label: `${caseNumber} · ${title}`,
            })),
          )}
          value={draft.hearingId}
          onChange={(hearingId) => change({ hearingId })}
        />
      ) : (
        <div className="hearing-form__pair">
          <DateTimeField
            label={t('desk.grant.from')}
            error={problem('from')}
            value={draft.from}
            onChange={(event) => change({ from: event.target.value })}
          />
          <DateTimeField
            label={t('desk.grant.until')}
            error={problem('until')}
            value={draft.until}
            onChange={(event) => change({ until: event.target.value })}
          />
        </div>
      )}
      <TextAreaField
        label={t('desk.grant.reason')}
        value={draft.reason}
        maxLength={2000}
        onChange={(event) => change({ reason: event.target.value })}
      />
      <DeskFailure
        error={task.error}
        here={{ taken: { what: t('desk.grant.taken.what'), next: t('desk.grant.taken.next') } }}
      />
      <div className="page__actions">
        <Link className="button button--secondary" href="/desk/accreditation">
          {t('app.cancel')}
        </Link>
        <Button type="submit" look="primary" busy={task.busy}>
          {t('desk.accreditation.decide.grant')}
        </Button>
      </div>
    </form>
  )
}
