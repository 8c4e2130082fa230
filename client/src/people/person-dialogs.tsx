import type { RoleGrant } from '@press-gallery/server/protocol/identifiers'
import type { MadeLink, PersonSummary } from '@press-gallery/server/protocol/people'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { useTask } from '../ui/use-task.ts'
import { grantChanges } from './grant-changes.ts'
import { MadeLinkWords } from './made-link-words.tsx'
import { PeopleFailure } from './people-failure.tsx'
import { RoleFields } from './role-fields.tsx'

export interface RolesDialogProps {
  person: PersonSummary
  courtId: string
  allCourts: boolean
  change: (change: { give: RoleGrant[]; take: RoleGrant[] }) => Promise<unknown>
  onDone: () => void
  onClose: () => void
}

export function RolesDialog({ person, courtId, allCourts, change, onDone, onClose }: RolesDialogProps) {
  const { t } = useTranslation()
  const [grants, setGrants] = useState<RoleGrant[]>(person.grants)
  const task = useTask(async () => {
    await change(grantChanges(person.grants, grants))
    onDone()
  })
  return (
    <Dialog title={t('people.rolesOf', { name: person.name })} onClose={onClose}>
      <RoleFields courtId={courtId} allCourts={allCourts} grants={grants} onChange={setGrants} />
      <p className="page__lead">{t('people.rolesLead')}</p>
      <PeopleFailure error={task.error} />
      <div className="page__actions">
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button look="primary" busy={task.busy} onClick={() => void task.run()}>
          {t(task.busy ? 'app.saving' : 'app.save')}
        </Button>
      </div>
    </Dialog>
  )
}

export interface LinkDialogProps {
  person: PersonSummary
  makeLink: (removeSecondFactor: boolean) => Promise<MadeLink>
  onClose: () => void
}

export function LinkDialog({ person, makeLink, onClose }: LinkDialogProps) {
  const { t } = useTranslation()
  const [removeSecondFactor, setRemove] = useState(false)
  const [link, setLink] = useState<MadeLink | null>(null)
  const task = useTask(async () => setLink(await makeLink(removeSecondFactor)))
  return (
    <Dialog title={t('people.linkFor', { name: person.name })} onClose={onClose}>
      {link === null ? (
        <>
          <p>{t(person.state === 'invited' ? 'people.linkAgain' : 'people.linkLead')}</p>
          {person.totp ? (
            <label className="check">
              <input
                type="checkbox"
                checked={removeSecondFactor}
                onChange={(event) => setRemove(event.target.checked)}
              />
              {t('people.removeSecondFactor')}
            </label>
          ) : null}
          <PeopleFailure error={task.error} />
          <div className="page__actions">
            <Button onClick={onClose}>{t('app.cancel')}</Button>
            <Button look="primary" busy={task.busy} onClick={() => void task.run()}>
              {t('people.makeLink')}
            </Button>
          </div>
        </>
      ) : (
        <>
          <MadeLinkWords link={link} name={person.name} />
          <div className="page__actions">
            <Button look="primary" onClick={onClose}>
              {t('people.done')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}

export interface RemoveDialogProps {
  person: PersonSummary
  /** Press officers take the role of journalist in their court; administrators remove the person. */
  everywhere: boolean
  remove: () => Promise<void>
  onDone: () => void
  onClose: () => void
}

export function RemoveDialog({ person, everywhere, remove, onDone, onClose }: RemoveDialogProps) {
  const { t } = useTranslation()
  const task = useTask(async () => {
    await remove()
    onDone()
  })
  return (
    <Confirm
      title={t('people.removeTitle', { name: person.name })}
      action={t('people.action.remove')}
      busy={task.busy}
      onConfirm={() => void task.run()}
      onClose={onClose}
    >
      <p>{t(everywhere ? 'people.removeLead' : 'people.removeJournalistLead')}</p>
      <PeopleFailure error={task.error} />
    </Confirm>
  )
}
