import { useTranslation } from 'react-i18next'
import { Failure } from '../ui/failure.tsx'

/** Why something was not done to a person. */
export function PeopleFailure({ error }: { error: unknown }) {
  const { t } = useTranslation()
  return (
    <Failure
      error={error}
      here={{
        refused: { what: t('people.refused.what'), next: t('people.refused.next') },
        not_found: { what: t('people.gone.what'), next: t('people.gone.next') },
      }}
    />
  )
}
