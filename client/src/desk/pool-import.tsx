import type { ImportReport } from '@press-gallery/server/protocol/accreditation'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { useTask } from '../ui/use-task.ts'
import type { AccreditationApi } from './accreditation-api.ts'
import { DeskFailure } from './desk-parts.tsx'
import { ImportReportView } from './import-report.tsx'

export interface PoolImportProps {
  api: AccreditationApi
  poolId: string
  /** It has been written. */
  onDone: () => void
}

/** Journalists from a CSV file: looked through first, row by row, and written only as a whole. */
export function PoolImport({ api, poolId, onDone }: PoolImportProps) {
  const { t } = useTranslation()
  const id = useId()
  const [file, setFile] = useState<File | null>(null)
  const [report, setReport] = useState<ImportReport | null>(null)
  const check = useTask(async (chosen: File) => setReport(await api.checkImport(poolId, chosen)))
  const write = useTask(async (chosen: File) => {
    const written = await api.runImport(poolId, chosen)
    setReport(written)
    if (written.done) onDone()
  })
  const choose = (chosen: File | null): void => {
    setFile(chosen)
    setReport(null)
    if (chosen !== null) void check.run(chosen)
  }
  const ready = report !== null && !report.done && report.problems.length === 0 && report.rows.length > 0

  return (
    <section className="card" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t('desk.import.title')}</h2>
      <div className="field">
        <label className="field__label" htmlFor={id}>
          {t('desk.import.file')}
        </label>
        <input
          id={id}
          className="field__input"
          type="file"
          accept=".csv,text/csv"
          aria-describedby={`${id}-hint`}
          onChange={(event) => choose(event.target.files?.[0] ?? null)}
        />
        <p className="field__hint" id={`${id}-hint`}>
          {t('desk.import.hint')}
        </p>
      </div>
      <div aria-live="polite">{check.busy ? <p>{t('desk.import.checking')}</p> : null}</div>
      <DeskFailure error={check.error} />
      {report === null ? null : <ImportReportView report={report} />}
      {ready && file !== null ? (
        <p>
          <Button look="primary" busy={write.busy} onClick={() => void write.run(file)}>
            {t('desk.import.write', { count: report.rows.length })}
          </Button>
        </p>
      ) : null}
      <DeskFailure error={write.error} />
      {file !== null && report !== null && report.problems.length > 0 ? (
        <p>
          <Button busy={check.busy} onClick={() => void check.run(file)}>
            {t('desk.import.again')}
          </Button>
        </p>
      ) : null}
    </section>
  )
}
