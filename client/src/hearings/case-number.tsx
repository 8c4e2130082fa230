import { useTranslation } from 'react-i18next'

/** The case by its number, which is not broken where a line still has room for it. */
export function CaseNumber({ number }: { number: string }) {
  const { t } = useTranslation()
  return <span className="case-number">{t('hearing.case', { number })}</span>
}
