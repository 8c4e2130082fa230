import { courtChange, type CourtAnswer } from '@press-gallery/server/protocol/desk'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import type { CourtApi } from './court-api.ts'
import { SaveForm } from './save-form.tsx'
import { ThreeFields } from './three-fields.tsx'

export interface CourtSectionProps {
  api: CourtApi
  court: CourtAnswer
  onChanged: () => void
}

/** What the court is called, and whom the press is to write to. */
export function FactsSection({ api, court, onChanged }: CourtSectionProps) {
  const { t } = useTranslation()
  const [names, setNames] = useState(court.names)
  const name = useRef<HTMLInputElement>(null)
  const contact = useRef<HTMLInputElement>(null)
  const [missing, setMissing] = useState(false)
  const submit = (): (() => Promise<void>) | null => {
    const change = courtChange.safeParse({
      name: name.current?.value,
      names,
      contact: contact.current?.value,
    })
    setMissing(!change.success)
    if (!change.success) {
      name.current?.focus()
      return null
    }
    return async () => {
      await api.change(court.id, change.data)
      onChanged()
    }
  }
  return (
    <Section title={t('courts.facts.title')}>
      <SaveForm onSubmit={submit}>
        <Field
          ref={name}
          label={t('courts.facts.name')}
          hint={t('courts.facts.nameHint')}
          error={missing ? t('courts.facts.nameMissing') : null}
          defaultValue={court.name}
          maxLength={300}
          autoComplete="off"
          required
        />
        <ThreeFields legend={t('courts.facts.names')} value={names} onChange={setNames} maxLength={300} />
        <Field
          ref={contact}
          label={t('courts.facts.contact')}
          hint={t('courts.facts.contactHint')}
          defaultValue={court.contact}
          maxLength={300}
          autoComplete="off"
        />
      </SaveForm>
    </Section>
  )
}
