import { useTranslation } from 'react-i18next'
import { Failure, type FailureProps } from '../ui/failure.tsx'

/** Why a court's setting was not taken. */
export function CourtFailure({ error, here = {} }: FailureProps) {
  const { t } = useTranslation()
  return (
    <Failure
      error={error}
      here={{
        refused: { what: t('people.refused.what'), next: t('people.refused.next') },
        taken: { what: t('courts.taken.what'), next: t('courts.taken.next') },
        courtroom_busy: { what: t('courts.busy.what'), next: t('courts.busy.next') },
        not_in_this_state: { what: t('courts.busy.what'), next: t('courts.busy.next') },
        ...here,
      }}
    />
  )
}
