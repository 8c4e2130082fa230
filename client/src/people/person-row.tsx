import type { PersonSummary } from '@press-gallery/server/protocol/people'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Moment } from '../ui/moment.tsx'
import { Status } from '../ui/status.tsx'

export type PersonAction = 'facts' | 'roles' | 'link' | 'remove'

export interface PersonRowProps {
  person: PersonSummary
  /** The courts that are known to who looks, by id. */
  courtName: (courtId: string) => string
  /** The court that is being looked at. */
  courtId: string
  outlet: string | null
  /** What who looks may do to this person. */
  actions: readonly PersonAction[]
  onAction: (action: PersonAction) => void
}

export function PersonRow({ person, courtName, courtId, outlet, actions, onAction }: PersonRowProps) {
  const { t } = useTranslation()
  const roles = person.grants.map((grant) => {
    const role = t(`app.role.${grant.role}`)
    if (grant.courtId === courtId) return role
    return t('people.roleIn', {
      role,
      court: grant.courtId === null ? t('people.allCourts') : courtName(grant.courtId),
    })
  })
  const facts = [
    person.login === person.name ? null : t('people.loginIs', { login: person.login }),
    person.email === person.login ? null : person.email,
    outlet,
    person.cardNumber,
  ]
  const guards = [
    person.totp ? t('people.twoStep') : null,
    person.passkeyCount > 0 ? t('people.passkeys', { count: person.passkeyCount }) : null,
  ]
  return (
    <li className="row person">
      <div className="row__words">
        <h3 className="person__name">{person.name}</h3>
        <p className="row__facts">{facts.filter((fact) => fact !== null && fact !== '').join(' · ')}</p>
        <p>{roles.join(', ')}</p>
        <p className="row__facts">
          {person.state === 'invited' ? (
            <Status tone="quiet">{t('people.stateInvited')}</Status>
          ) : person.seenMs === null ? (
            t('people.notSignedIn')
          ) : (
            <>
              {t('people.seen')} <Moment ms={person.seenMs} />
            </>
          )}
          {guards.filter((guard) => guard !== null).map((guard) => ` · ${guard}`)}
        </p>
      </div>
      {actions.length === 0 ? null : (
        <div className="person__actions">
          {actions.map((action) => (
            <Button
              key={action}
              onClick={() => onAction(action)}
              aria-label={t('people.actionOn', { action: t(`people.action.${action}`), name: person.name })}
            >
              {t(`people.action.${action}`)}
            </Button>
          ))}
        </div>
      )}
    </li>
  )
}
