import { useTranslation } from 'react-i18next'
import { languageNames, languages, type Language } from '../i18n/languages.ts'
import { SelectField } from '../ui/select-field.tsx'

export interface LanguageFieldProps {
  value: Language
  onChange: (language: Language) => void
}

/** In which language somebody is written to, and has the pages at first. */
export function LanguageField({ value, onChange }: LanguageFieldProps) {
  const { t } = useTranslation()
  return (
    <SelectField
      label={t('people.language')}
      options={languages.map((one) => ({ value: one, label: languageNames[one] }))}
      value={value}
      onChange={onChange}
    />
  )
}
