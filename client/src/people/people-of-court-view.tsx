import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import type { Outlet } from '@press-gallery/server/protocol/accreditation'
import type { PersonSummary } from '@press-gallery/server/protocol/people'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Field } from '../ui/field.tsx'
import { Loading } from '../ui/loading.tsx'
import { Section } from '../ui/section.tsx'
import { thenFocus } from '../ui/then-focus.ts'
import { useAnswer } from '../ui/use-answer.ts'
import { FactsDialog } from './facts-dialog.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { journalistInvite, personInvite } from './invite-draft.ts'
import { JournalistDialog } from './journalist-dialog.tsx'
import type { CourtSummary, PeopleApi } from './people-api.ts'
import { LinkDialog, RemoveDialog, RolesDialog } from './person-dialogs.tsx'
import { PersonRow, type PersonAction } from './person-row.tsx'

export interface PeopleOfCourtViewProps {
  api: PeopleApi
  court: CourtSummary
  /** Who looks. */
  person: SessionAnswer
  courtName: (courtId: string) => string
}

const noOutlets = (): Promise<Outlet[]> => Promise.resolve([])

export function PeopleOfCourtView({ api, court, person, courtName }: PeopleOfCourtViewProps) {
  const { t } = useTranslation()
  const everybody = court.may.includes('people.manage')
  const journalistsToo = court.may.includes('journalists.manage')
  const allCourts = person.grants.some((grant) => grant.role === 'administrator' && grant.courtId === null)
  const people = useMemo(
    () => (everybody ? api.everybody(court.id) : api.journalists(court.id)),
    [api, everybody, court.id],
  )
  const { value: list, error, reload } = useAnswer(people.list)
  const { value: outlets } = useAnswer(
    useCallback(
      () => (journalistsToo ? api.outlets(court.id) : noOutlets()),
      [api, journalistsToo, court.id],
    ),
  )
  const [wanted, setWanted] = useState('')
  const [inviting, setInviting] = useState<'staff' | 'journalist' | null>(null)
  const [chosen, setChosen] = useState<{ action: PersonAction; person: PersonSummary } | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)

  const actionsFor = (one: PersonSummary): PersonAction[] => {
    // What one is oneself, others decide.
    if (one.personId === person.personId) return []
    if (!everybody) return isOwnJournalist(one) ? ['facts', 'link', 'remove'] : ['remove']
    return one.mayChange ? ['facts', 'roles', 'link', 'remove'] : ['roles']
  }
  const close = (): void => setChosen(null)
  const done = (): void => {
    thenFocus(close, heading)
    reload()
  }
  const shown = list?.filter((one) => isWanted(one, wanted))
  return (
    <>
      <div className="page__actions">
        {everybody ? (
          <Button look="primary" onClick={() => setInviting('staff')}>
            {t('people.inviteStaff')}
          </Button>
        ) : null}
        {journalistsToo ? (
          <Button look={everybody ? 'secondary' : 'primary'} onClick={() => setInviting('journalist')}>
            {t('people.inviteJournalist')}
          </Button>
        ) : null}
      </div>
      <Section title={t(everybody ? 'people.everybody' : 'people.journalists')} headingRef={heading}>
        {error === null ? null : (
          <>
            <Failure
              error={error}
              here={{ refused: { what: t('people.refused.what'), next: t('people.refused.next') } }}
            />
            <div className="page__actions">
              <Button onClick={reload}>{t('app.tryAgain')}</Button>
            </div>
          </>
        )}
        {shown === undefined ? (
          error === null ? (
            <Loading />
          ) : null
        ) : (
          <>
            <div className="people__find">
              <Field
                label={t('people.find')}
                type="search"
                name="find"
                autoComplete="off"
                value={wanted}
                onChange={(event) => setWanted(event.target.value)}
              />
            </div>
            <output className="row__facts">{t('people.count', { count: shown.length })}</output>
            <ul className="rows">
              {shown.map((one) => (
                <PersonRow
                  key={one.personId}
                  person={one}
                  courtId={court.id}
                  courtName={courtName}
                  outlet={outlets?.find(({ id }) => id === one.outletId)?.name ?? null}
                  actions={actionsFor(one)}
                  onAction={(action) => setChosen({ action, person: one })}
                />
              ))}
            </ul>
          </>
        )}
      </Section>
      {inviting === 'staff' ? (
        <InviteDialog
          title={t('people.inviteStaff')}
          of={{ kind: 'staff', courtId: court.id, allCourts }}
          invite={(draft) => {
            const checked = personInvite(draft)
            return 'amiss' in checked ? checked : { request: api.invite(court.id, checked.request) }
          }}
          onInvited={reload}
          onClose={() => setInviting(null)}
        />
      ) : null}
      {inviting === 'journalist' ? (
        <InviteDialog
          title={t('people.inviteJournalist')}
          of={{ kind: 'journalist', outlets: outlets ?? [] }}
          invite={(draft) => {
            const checked = journalistInvite(draft)
            return 'amiss' in checked ? checked : { request: api.inviteJournalist(court.id, checked.request) }
          }}
          onInvited={reload}
          onClose={() => setInviting(null)}
        />
      ) : null}
      {chosen?.action === 'facts' && !everybody ? (
        <JournalistDialog
          person={chosen.person}
          outlets={outlets ?? []}
          change={(change) => api.changeJournalist(court.id, chosen.person.personId, change)}
          onDone={done}
          onClose={close}
        />
      ) : null}
      {chosen?.action === 'facts' && everybody ? (
        <FactsDialog
          person={chosen.person}
          change={(change) => api.change(chosen.person.personId, change)}
          onDone={done}
          onClose={close}
        />
      ) : null}
      {chosen?.action === 'roles' ? (
        <RolesDialog
          person={chosen.person}
          courtId={court.id}
          allCourts={allCourts}
          change={(change) => api.change(chosen.person.personId, change)}
          onDone={done}
          onClose={close}
        />
      ) : null}
      {chosen?.action === 'link' ? (
        <LinkDialog
          person={chosen.person}
          makeLink={(removeSecondFactor) => people.makeLink(chosen.person.personId, removeSecondFactor)}
          onClose={close}
        />
      ) : null}
      {chosen?.action === 'remove' ? (
        <RemoveDialog
          person={chosen.person}
          everywhere={everybody}
          remove={() => people.remove(chosen.person.personId)}
          onDone={done}
          onClose={close}
        />
      ) : null}
    </>
  )
}

/** A journalist and nothing else, of no court but those of who looks: whoever is more is an administrator's to change. */
const isOwnJournalist = ({ mayChange, grants }: PersonSummary): boolean =>
  mayChange && grants.every(({ role }) => role === 'journalist')

/** By any part of what the list shows of somebody. */
function isWanted({ name, login, email }: PersonSummary, wanted: string): boolean {
  const part = wanted.trim().toLocaleLowerCase()
  return [name, login, email ?? ''].some((text) => text.toLocaleLowerCase().includes(part))
}
