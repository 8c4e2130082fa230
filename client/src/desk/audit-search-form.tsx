import type { AuditFilter } from '@press-gallery/server/protocol/audit'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { DateTimeField } from '../ui/date-time-field.tsx'
import { Field } from '../ui/field.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { emptyAuditDraft, filterOf, type AuditDraft } from './audit-filter.ts'
import { auditKinds } from './audit-kinds.ts'
import type { CourtSummary } from './desk-api.ts'
import { useInMyLanguage } from './use-in-my-language.ts'

export interface AuditSearchFormProps {
  courts: readonly CourtSummary[]
  busy: boolean
  search: (filter: AuditFilter) => void
}

/** What the log is searched for; all that is filled in must hold. */
export function AuditSearchForm({ courts, busy, search }: AuditSearchFormProps) {
  const { t } = useTranslation()
  const inMyLanguage = useInMyLanguage()
  const [draft, setDraft] = useState<AuditDraft>(emptyAuditDraft)
  const change = (part: Partial<AuditDraft>): void => setDraft((last) => ({ ...last, ...part }))
  const any = { value: '', label: t('desk.audit.any') }
  return (
    <form
      className="card"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        search(filterOf(draft))
      }}
    >
      <h2>{t('desk.audit.search')}</h2>
      <div className="audit-form">
        <SelectField
          label={t('desk.audit.what')}
          options={[any, ...auditKinds.map((kind) => ({ value: kind, label: t(`desk.audit.kind.${kind}`) }))]}
          value={draft.kind}
          onChange={(kind) => change({ kind })}
        />
        <Field
          label={t('desk.audit.person')}
          hint={t('desk.audit.personHint')}
          value={draft.person}
          maxLength={128}
          autoComplete="off"
          onChange={(event) => change({ person: event.target.value })}
        />
        {courts.length < 2 ? null : (
          <SelectField
            label={t('desk.court')}
            options={[
              any,
              ...courts.map((one) => ({ value: one.id, label: inMyLanguage(one.names) || one.name })),
            ]}
            value={draft.courtId}
            onChange={(chosen) => change({ courtId: chosen })}
          />
        )}
        <Field
          label={t('desk.field.caseNumber')}
          value={draft.caseNumber}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => change({ caseNumber: event.target.value })}
        />
        <div className="audit-form__times">
          <DateTimeField
            label={t('desk.audit.from')}
            value={draft.from}
            onChange={(event) => change({ from: event.target.value })}
          />
          <DateTimeField
            label={t('desk.audit.until')}
            value={draft.until}
            onChange={(event) => change({ until: event.target.value })}
          />
        </div>
      </div>
      <p>
        <Button type="submit" look="primary" busy={busy}>
          {t('desk.audit.searchNow')}
        </Button>
      </p>
    </form>
  )
}
