import type { PersonSummary } from '@press-gallery/server/protocol/people'
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { SaveOrCancel } from '../ui/save-or-cancel.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { useTask } from '../ui/use-task.ts'
import { factsChange, type FactField, type FactsChange } from './facts-draft.ts'
import { LanguageField } from './language-field.tsx'
import { PeopleFailure } from './people-failure.tsx'

export interface FactsDialogProps {
  person: PersonSummary
  change: (change: FactsChange) => Promise<unknown>
  onDone: () => void
  onClose: () => void
}

/** Name, address and language of somebody; the login stays, since people know themselves by it. */
export function FactsDialog({ person, change, onDone, onClose }: FactsDialogProps) {
  const { t } = useTranslation()
  const name = useRef<HTMLInputElement>(null)
  const email = useRef<HTMLInputElement>(null)
  const [language, setLanguage] = useState(person.language)
  const [amiss, setAmiss] = useState<readonly FactField[]>([])
  const task = useTask(async (facts: FactsChange) => {
    if (Object.keys(facts).length > 0) await change(facts)
    onDone()
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (task.busy) return
    const draft = { name: name.current?.value ?? '', email: email.current?.value ?? '', language }
    const checked = factsChange(draft, person)
    setAmiss('amiss' in checked ? checked.amiss : [])
    if ('change' in checked) {
      void task.run(checked.change)
      return
    }
    const first = checked.amiss.includes('name') ? name : email
    first.current?.focus()
  }
  const wrong = (field: FactField): string | null =>
    amiss.includes(field) ? t(`people.amiss.${field}`) : null
  return (
    <Dialog title={t('people.factsOf', { name: person.name })} onClose={onClose}>
      <form className="form" noValidate onSubmit={submit}>
        <Field
          ref={name}
          label={t('people.name')}
          error={wrong('name')}
          name="person-name"
          autoComplete="off"
          maxLength={200}
          defaultValue={person.name}
          required
        />
        <Field
          ref={email}
          label={t('people.email')}
          hint={t('people.factsEmailHint')}
          error={wrong('email')}
          name="person-email"
          type="email"
          autoComplete="off"
          maxLength={254}
          defaultValue={person.email ?? ''}
        />
        <LanguageField value={language} onChange={setLanguage} />
        <PeopleFailure error={task.error} />
        <SaveOrCancel busy={task.busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
