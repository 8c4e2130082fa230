import type { AccountAnswer } from '@press-gallery/server/protocol/account'
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { isLanguage, languageNames, languages, type Language } from '../i18n/languages.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Field } from '../ui/field.tsx'
import { Section } from '../ui/section.tsx'
import { SelectField } from '../ui/select-field.tsx'
import { useTask } from '../ui/use-task.ts'
import type { AccountApi } from './account-api.ts'

export interface ProfileSectionProps {
  api: AccountApi
  account: AccountAnswer
  onLanguage: (language: Language) => void
  onChanged: (account: AccountAnswer) => void
}

export function ProfileSection({ api, account, onLanguage, onChanged }: ProfileSectionProps) {
  const { t, i18n } = useTranslation()
  const name = useRef<HTMLInputElement>(null)
  const [missing, setMissing] = useState(false)
  const [saved, setSaved] = useState(false)
  const task = useTask(async (value: string) => onChanged(await api.change({ name: value })))

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setSaved(false)
    const value = name.current?.value.trim() ?? ''
    setMissing(value === '')
    if (value === '') name.current?.focus()
    else setSaved(await task.run(value))
  }

  const language = i18n.resolvedLanguage
  return (
    <Section title={t('account.profile.title')}>
      <form className="form" noValidate onSubmit={(event) => void submit(event)}>
        <Field
          ref={name}
          label={t('account.profile.name')}
          hint={t('account.profile.nameHint')}
          error={missing ? t('account.profile.nameMissing') : null}
          name="name"
          defaultValue={account.name}
          autoComplete="name"
          maxLength={200}
          required
        />
        <Failure error={task.error} />
        <div className="page__actions">
          <Button type="submit" busy={task.busy}>
            {t(task.busy ? 'app.saving' : 'app.save')}
          </Button>
          <output className="form__done">{saved ? t('app.saved') : ''}</output>
        </div>
      </form>
      <div className="form">
        <SelectField
          label={t('app.language')}
          hint={t('account.profile.languageHint')}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
          value={isLanguage(language) ? language : account.language}
          onChange={onLanguage}
        />
      </div>
    </Section>
  )
}
