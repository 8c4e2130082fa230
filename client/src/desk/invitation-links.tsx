import type { ImportReport } from '@press-gallery/server/protocol/accreditation'
import { useTranslation } from 'react-i18next'
import { CopyLine } from '../ui/copy-line.tsx'
import { TextAreaField } from '../ui/text-area-field.tsx'

/** The one-time links of an import where no mail is sent: one by one, and all in a form that a spreadsheet takes. */
export function InvitationLinks({ invitations }: Pick<ImportReport, 'invitations'>) {
  const { t } = useTranslation()
  const table = invitations.map(({ name, email, link }) => [name, email, link].join('\t')).join('\n')
  return (
    <section className="import">
      <h3>{t('desk.import.links')}</h3>
      <p>{t('desk.import.linksHint')}</p>
      <TextAreaField
        label={t('desk.import.linksAll')}
        hint={t('desk.import.linksAllHint')}
        value={table}
        rows={6}
        readOnly
        wrap="off"
        onFocus={(event) => event.target.select()}
      />
      <details>
        <summary>{t('desk.import.linksOne')}</summary>
        {invitations.map(({ row, name, email, link }) => (
          <CopyLine key={row} label={`${name} (${email})`} value={link} />
        ))}
      </details>
    </section>
  )
}
