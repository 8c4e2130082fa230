import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'

/** The end of a dialog's form. */
export function SaveOrCancel({ busy, onCancel }: { busy: boolean; onCancel: () => void }) {
  const { t } = useTranslation()
  return (
    <div className="page__actions">
      <Button onClick={onCancel}>{t('app.cancel')}</Button>
      <Button type="submit" look="primary" busy={busy}>
        {t(busy ? 'app.saving' : 'app.save')}
      </Button>
    </div>
  )
}
