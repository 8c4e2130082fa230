import { courtChange } from '@press-gallery/server/protocol/desk'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { Status } from '../ui/status.tsx'
import type { CourtSectionProps } from './facts-section.tsx'
import { SaveForm } from './save-form.tsx'

/** The court's public key for what is recorded in closed session. */
export function SealSection({ api, court, onChanged }: CourtSectionProps) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const [amiss, setAmiss] = useState(false)
  const submit = (): (() => Promise<void>) | null => {
    const typed = field.current?.value.trim() ?? ''
    const change = courtChange.safeParse({ sealRecipient: typed === '' ? null : typed })
    setAmiss(!change.success)
    if (!change.success) {
      field.current?.focus()
      return null
    }
    return async () => {
      await api.change(court.id, change.data)
      onChanged()
    }
  }
  return (
    <Section title={t('courts.seal.title')}>
      <p>{t('courts.seal.lead')}</p>
      <Status tone={court.sealRecipient === null ? 'quiet' : 'good'}>
        {t(court.sealRecipient === null ? 'courts.seal.off' : 'courts.seal.on')}
      </Status>
      <SaveForm onSubmit={submit}>
        <Field
          ref={field}
          label={t('courts.seal.recipient')}
          hint={t('courts.seal.hint')}
          error={amiss ? t('courts.seal.amiss') : null}
          name="seal-recipient"
          defaultValue={court.sealRecipient ?? ''}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={100}
        />
      </SaveForm>
    </Section>
  )
}
