import type { AuditEntry, AuditFilter, AuditSearchAnswer } from '@press-gallery/server/protocol/audit'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { useTask } from '../ui/use-task.ts'
import type { AuditApi } from './audit-api.ts'
import { AuditEntryRow } from './audit-entry-row.tsx'
import { exportPathOf } from './audit-filter.ts'
import { AuditSearchForm } from './audit-search-form.tsx'
import { AuditVerify } from './audit-verify.tsx'
import type { CourtSummary } from './desk-api.ts'
import { DeskFailure } from './desk-parts.tsx'

export interface AuditPageProps {
  api: AuditApi
  courts: readonly CourtSummary[]
}

interface Found {
  filter: AuditFilter
  entries: readonly AuditEntry[]
  hearings: AuditSearchAnswer['hearings']
  more: boolean
}

/** The audit log: searched, exported, verified. */
export function AuditPage({ api, courts }: AuditPageProps) {
  const { t } = useTranslation()
  const [found, setFound] = useState<Found | null>(null)
  const search = useTask(async (filter: AuditFilter) =>
    setFound({ filter, ...(await api.search(filter, null)) }),
  )
  const more = useTask(async (last: Found) => {
    const next = await api.search(last.filter, last.entries.at(-1)?.seq ?? null)
    setFound({
      filter: last.filter,
      entries: [...last.entries, ...next.entries],
      hearings: [...last.hearings, ...next.hearings],
      more: next.more,
    })
  })
  const { run } = search
  // The log knows hearings by their ids; people know them by number and title.
  const hearings = new Map(found?.hearings.map((hearing) => [hearing.id, hearing]))
  const searchFor = useCallback((filter: AuditFilter) => void run(filter), [run])
  useEffect(() => {
    void run({})
  }, [run])

  return (
    <div className="page">
      <header className="page__head">
        <PageTitle title={t('desk.audit.title')} />
        <p className="page__lead">{t('desk.audit.lead')}</p>
      </header>
      <AuditVerify api={api} />
      <AuditSearchForm courts={courts} busy={search.busy} search={searchFor} />
      <DeskFailure error={search.error} />
      {found === null ? (
        search.error === null ? (
          <Loading />
        ) : null
      ) : (
        <section className="card" aria-labelledby="entries-title">
          <div className="desk__head">
            <h2 id="entries-title">{t('desk.audit.entries')}</h2>
            <a className="button button--secondary" href={exportPathOf(found.filter)} download>
              {t('desk.audit.export')}
            </a>
          </div>
          <p className="page__lead">{t('desk.audit.numbers')}</p>
          {found.entries.length === 0 ? <Notice tone="info" what={t('desk.audit.none')} /> : null}
          <ol className="entries">
            {found.entries.map((entry) => (
              <AuditEntryRow key={entry.seq} {...{ entry, courts, hearings }} />
            ))}
          </ol>
          <DeskFailure error={more.error} />
          {found.more ? (
            <p>
              <Button busy={more.busy} onClick={() => void more.run(found)}>
                {t('desk.audit.more')}
              </Button>
            </p>
          ) : null}
        </section>
      )}
    </div>
  )
}
