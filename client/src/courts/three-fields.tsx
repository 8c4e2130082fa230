import type { InThree } from '@press-gallery/server/protocol/identifiers'
import { languageNames, languages } from '../i18n/languages.ts'
import { Field } from '../ui/field.tsx'
import { TextAreaField } from '../ui/text-area-field.tsx'

export interface ThreeFieldsProps {
  legend: string
  value: InThree
  onChange: (value: InThree) => void
  /** Of each language: 1: a line; 2: a line that may run on to the next; more: a text. */
  rows?: number
  maxLength: number
}

export const nothingInThree: InThree = { kk: '', ru: '', en: '' }

/** A text of the court's in the three languages. */
export function ThreeFields({ legend, value, onChange, rows = 1, maxLength }: ThreeFieldsProps) {
  return (
    <fieldset className={rows <= 2 ? 'three three--lines' : 'three'}>
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
            onChange={(event) => {
              const text = event.target.value
              onChange({ ...value, [language]: rows === 2 ? text.replaceAll(/\s*\n\s*/g, ' ') : text })
            }}
          />
        )
      })}
    </fieldset>
  )
}
