import type { InThree } from '@press-gallery/server/protocol/identifiers'
import { languageNames, languages } from '../i18n/languages.ts'
import { Field } from '../ui/field.tsx'
import { TextAreaField } from '../ui/text-area-field.tsx'

export interface ThreeFieldsProps {
  legend: string
  value: InThree
  onChange: (value: InThree) => void
  /** A line, or a text of several. */
  rows?: number
  maxLength: number
}

export const nothingInThree: InThree = { kk: '', ru: '', en: '' }

/** A text of the court's in the three languages. */
export function ThreeFields({ legend, value, onChange, rows = 1, maxLength }: ThreeFieldsProps) {
  return (
    <fieldset className={rows === 1 ? 'three three--lines' : 'three'}>
      <legend className="field__label">{legend}</legend>
      {languages.map((language) => {
        const field = {
          label: languageNames[language],
          lang: language,
          maxLength,
          value: value[language],
          autoComplete: 'off',
        }
        return rows === 1 ? (
          <Field
            key={language}
            {...field}
            onChange={(event) => onChange({ ...value, [language]: event.target.value })}
          />
        ) : (
          <TextAreaField
            key={language}
            {...field}
            rows={rows}
            onChange={(event) => onChange({ ...value, [language]: event.target.value })}
          />
        )
      })}
    </fieldset>
  )
}
