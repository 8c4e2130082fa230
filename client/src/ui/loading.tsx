import { useTranslation } from 'react-i18next'

/** Stands where something is on its way, and says so to readers. */
export function Loading() {
  const { t } = useTranslation()
  return (
    <output className="loading">
      <span className="spinner" aria-hidden="true" />
      {t('app.loading')}
    </output>
  )
}
