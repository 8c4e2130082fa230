import type { Outlet } from '@press-gallery/server/protocol/accreditation'
import type { JournalistChangeRequest, PersonSummary } from '@press-gallery/server/protocol/people'
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { SaveOrCancel } from '../ui/save-or-cancel.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
import { useTask } from '../ui/use-task.ts'
import { journalistChange, type FactField } from './facts-draft.ts'
import { LanguageField } from './language-field.tsx'
import { OutletField } from './outlet-field.tsx'
import { PeopleFailure } from './people-failure.tsx'

export interface JournalistDialogProps {
  person: PersonSummary
  /** Of the officer's court. */
  outlets: readonly Outlet[]
  change: (change: JournalistChangeRequest) => Promise<unknown>
  onDone: () => void
  onClose: () => void
}

/** A journalist's particulars, to a press officer. */
export function JournalistDialog({ person, outlets, change, onDone, onClose }: JournalistDialogProps) {
  const { t } = useTranslation()
  const name = useRef<HTMLInputElement>(null)
  const cardNumber = useRef<HTMLInputElement>(null)
  const [before] = useState({
    name: person.name,
    language: person.language,
    outletId: outlets.find(({ id }) => id === person.outletId)?.id ?? '',
    cardNumber: person.cardNumber ?? '',
  })
  const [language, setLanguage] = useState(before.language)
  const [outletId, setOutletId] = useState(before.outletId)
  const [amiss, setAmiss] = useState<readonly FactField[]>([])
  const task = useTask(async (facts: JournalistChangeRequest) => {
    if (Object.keys(facts).length > 0) await change(facts)
    onDone()
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (task.busy) return
    const written = { name: name.current?.value ?? '', cardNumber: cardNumber.current?.value ?? '' }
    const checked = journalistChange({ ...written, language, outletId }, before)
    if ('change' in checked) {
      setAmiss([])
      void task.run(checked.change)
      return
    }
    setAmiss(checked.amiss)
    const first = checked.amiss.includes('name') ? name : cardNumber
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
          defaultValue={before.name}
          required
        />
        <OutletField outlets={outlets} value={outletId} onChange={setOutletId} />
        <Field
          ref={cardNumber}
          label={t('people.card')}
          error={wrong('cardNumber')}
          name="card-number"
          autoComplete="off"
          maxLength={64}
          defaultValue={before.cardNumber}
        />
        <LanguageField value={language} onChange={setLanguage} />
        <p className="page__lead">{t('people.addressElsewhere')}</p>
        <PeopleFailure error={task.error} />
        <SaveOrCancel busy={task.busy} onCancel={onClose} />
      </form>
    </Dialog>
  )
}
