import { useTranslation } from 'react-i18next'
import { Failure } from '../ui/failure.tsx'

/** Why something was not told to a screen. */
export function ScreensFailure({ error }: { error: unknown }) {
  const { t } = useTranslation()
  return (
    <Failure
      error={error}
      here={{ refused: { what: t('screens.refused.what'), next: t('screens.refused.next') } }}
    />
  )
}
