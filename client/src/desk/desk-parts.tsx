import { useTranslation } from 'react-i18next'
import { Failure, type FailureProps } from '../ui/failure.tsx'
import { Icon } from '../ui/icon.tsx'
import { Link } from '../ui/link.tsx'

/** The way back to the list of hearings. */
export function DeskBack() {
  const { t } = useTranslation()
  return (
    <p>
      <Link className="desk__back" href="/desk">
        <Icon name="back" />
        {t('desk.toHearings')}
      </Link>
    </p>
  )
}

/** Why something at the desk was not done: what is refused here is a right of staff's, not a viewer's. */
export function DeskFailure({ error, here = {} }: FailureProps) {
  const { t } = useTranslation()
  const refused = { what: t('desk.refused.what'), next: t('desk.refused.next') }
  return <Failure error={error} here={{ refused, ...here }} />
}
