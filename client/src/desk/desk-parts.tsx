import { useTranslation } from 'react-i18next'
import { BackLink } from '../ui/back-link.tsx'
import { Failure, type FailureProps } from '../ui/failure.tsx'

/** The way back to the list of hearings. */
export function DeskBack() {
  const { t } = useTranslation()
  return (
    <p>
      <BackLink href="/desk" words={t('desk.title')} />
    </p>
  )
}

/** Why something at the desk was not done: what is refused here is a right of staff's, not a viewer's. */
export function DeskFailure({ error, here = {} }: FailureProps) {
  const { t } = useTranslation()
  const refused = { what: t('desk.refused.what'), next: t('desk.refused.next') }
  return <Failure error={error} here={{ refused, ...here }} />
}
