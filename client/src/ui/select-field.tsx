import type { ComponentProps } from 'react'
import { FieldFrame, useControl, type FieldWords } from './field-frame.tsx'

export interface SelectFieldProps<T extends string>
  extends FieldWords, Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'children'> {
  options: readonly { value: T; label: string }[]
  value: T
  onChange: (value: T) => void
}

/** One of several, by the browser's own list. */
export function SelectField<T extends string>(props: SelectFieldProps<T>) {
  const { label, hint, error, options, value, onChange, ...select } = props
  const control = useControl({ hint, error })
  return (
    <FieldFrame {...{ id: control.id, label, hint, error }}>
      <select
        {...select}
        {...control}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen !== undefined) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}
