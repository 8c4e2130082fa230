import { useId, type ComponentProps, type ReactNode } from 'react'
import { Icon } from './icon.tsx'

export interface SelectFieldProps<T extends string> extends Omit<
  ComponentProps<'select'>,
  'value' | 'onChange' | 'children'
> {
  label: string
  hint?: ReactNode
  /** What is wrong and what to do. */
  error?: ReactNode
  options: readonly { value: T; label: string }[]
  value: T
  onChange: (value: T) => void
}

/** One of several, by the browser's own list. */
export function SelectField<T extends string>({
  label,
  hint = null,
  error = null,
  options,
  value,
  onChange,
  ...select
}: SelectFieldProps<T>) {
  const id = useId()
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const described = [hint === null ? null : hintId, error === null ? null : errorId].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <select
        {...select}
        id={id}
        className="field__input"
        value={value}
        aria-invalid={error !== null}
        aria-describedby={described === '' ? undefined : described}
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
      {hint === null ? null : (
        <p className="field__hint" id={hintId}>
          {hint}
        </p>
      )}
      {error === null ? null : (
        <p className="field__error" id={errorId}>
          <Icon name="warning" />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}
