import type { ImportProblem, ImportReport } from '@press-gallery/server/protocol/accreditation'
import { useTranslation } from 'react-i18next'
import { InvitationLinks } from './invitation-links.tsx'
import { Notice } from '../ui/notice.tsx'
import { outcomesOf } from './import-outcomes.ts'

/** What a file would do, or has done, row by row. */
export function ImportReportView({ report }: { report: ImportReport }) {
  const { t } = useTranslation()
  const { done, ignored, rows, problems, invitations } = report
  return (
    <div className="import">
      {problems.length > 0 ? (
        <Notice tone="bad" what={t('desk.import.refused')} next={t('desk.import.refusedNext')} />
      ) : (
        <Notice
          tone="info"
          what={t(done ? 'desk.import.done' : 'desk.import.ready')}
          next={outcomesOf(rows)
            .map(({ outcome, count }) => t(`desk.import.counted.${outcome}`, { count }))
            .join(' · ')}
        />
      )}
      {ignored.length === 0 ? null : <p>{t('desk.import.ignored', { columns: ignored.join(', ') })}</p>}
      {problems.length > 0 ? (
        <ul className="import__rows" aria-label={t('desk.import.problems')}>
          {problems.map((problem, index) => (
            <li key={`${index}-${problem.row}`}>
              <ProblemWords problem={problem} />
            </li>
          ))}
        </ul>
      ) : (
        <ol className="import__rows" aria-label={t('desk.import.rows')}>
          {rows.map(({ row, email, outcome }) => (
            <li key={row}>
              {t('desk.import.row', { row })} {email}: {t(`desk.import.outcome.${outcome}`)}
            </li>
          ))}
        </ol>
      )}
      {invitations.length === 0 ? null : <InvitationLinks invitations={invitations} />}
    </div>
  )
}

function ProblemWords({ problem: { row, column, code } }: { problem: ImportProblem }) {
  const { t } = useTranslation()
  const where = row === 0 ? t('desk.import.whole') : t('desk.import.row', { row })
  const named = column === null ? where : `${where} ${t(`desk.import.column.${column}`)}.`
  return (
    <>
      <strong>{named}</strong> {t(`desk.import.problem.${code}`)}
    </>
  )
}
