import type { Outlet } from '@press-gallery/server/protocol/accreditation'
import type { RoleGrant } from '@press-gallery/server/protocol/identifiers'
import type { InvitedAnswer } from '@press-gallery/server/protocol/people'
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { isLanguage, type Language } from '../i18n/languages.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Field } from '../ui/field.tsx'
import { useTask } from '../ui/use-task.ts'
import type { Checked, DraftField, InviteDraft } from './invite-draft.ts'
import { LanguageField } from './language-field.tsx'
import { OutletField } from './outlet-field.tsx'
import { RoleFields } from './role-fields.tsx'

export interface InviteFormProps {
  /** Staff are given roles; a journalist belongs to an outlet. */
  of:
    | { kind: 'staff'; courtId: string; allCourts: boolean }
    | { kind: 'journalist'; outlets: readonly Outlet[] }
  /** Sends what is in order; says what is not. */
  invite: (draft: InviteDraft) => Checked<Promise<InvitedAnswer>>
  onInvited: (answer: InvitedAnswer) => void
  onCancel: () => void
}

export function InviteForm({ of, invite, onInvited, onCancel }: InviteFormProps) {
  const { t, i18n } = useTranslation()
  const name = useRef<HTMLInputElement>(null)
  const login = useRef<HTMLInputElement>(null)
  const email = useRef<HTMLInputElement>(null)
  const cardNumber = useRef<HTMLInputElement>(null)
  const pageLanguage = i18n.resolvedLanguage
  const [language, setLanguage] = useState<Language>(isLanguage(pageLanguage) ? pageLanguage : 'ru')
  const [grants, setGrants] = useState<RoleGrant[]>([])
  const [outletId, setOutletId] = useState('')
  const [amiss, setAmiss] = useState<readonly DraftField[]>([])
  const task = useTask(async (answer: Promise<InvitedAnswer>) => onInvited(await answer))

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (task.busy) return
    const asked = invite({
      name: name.current?.value ?? '',
      login: login.current?.value ?? '',
      email: email.current?.value ?? '',
      cardNumber: cardNumber.current?.value ?? '',
      language,
      grants,
      outletId,
    })
    if ('request' in asked) {
      setAmiss([])
      void task.run(asked.request)
      return
    }
    setAmiss(asked.amiss)
    const first = asked.amiss[0]
    if (first !== undefined && first !== 'grants')
      ({ name, login, email, cardNumber })[first].current?.focus()
  }

  const wrong = (field: DraftField): string | null =>
    amiss.includes(field) ? t(`people.amiss.${field}`) : null

  return (
    <form className="form" noValidate onSubmit={submit}>
      <Field
        ref={name}
        label={t('people.name')}
        error={wrong('name')}
        name="person-name"
        autoComplete="off"
        maxLength={200}
        required
      />
      <Field
        ref={login}
        label={t('people.login')}
        hint={t('people.loginHint')}
        error={wrong('login')}
        name="person-login"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={128}
        required
      />
      <Field
        ref={email}
        label={t('people.email')}
        hint={t('people.emailHint')}
        error={wrong('email')}
        name="person-email"
        type="email"
        autoComplete="off"
        maxLength={254}
      />
      <LanguageField value={language} onChange={setLanguage} />
      {of.kind === 'staff' ? (
        <>
          <RoleFields courtId={of.courtId} allCourts={of.allCourts} grants={grants} onChange={setGrants} />
          {amiss.includes('grants') ? (
            <p className="field__error" role="alert">
              {t('people.amiss.grants')}
            </p>
          ) : null}
        </>
      ) : (
        <>
          <OutletField outlets={of.outlets} value={outletId} onChange={setOutletId} />
          <Field
            ref={cardNumber}
            label={t('people.card')}
            error={wrong('cardNumber')}
            name="card-number"
            autoComplete="off"
            maxLength={64}
          />
        </>
      )}
      <Failure
        error={task.error}
        here={{
          taken: { what: t('people.taken.what'), next: t('people.taken.next') },
          refused: { what: t('people.refused.what'), next: t('people.refused.next') },
        }}
      />
      <div className="page__actions">
        <Button onClick={onCancel}>{t('app.cancel')}</Button>
        <Button type="submit" look="primary" busy={task.busy}>
          {t(task.busy ? 'people.inviting' : 'people.inviteAction')}
        </Button>
      </div>
    </form>
  )
}
