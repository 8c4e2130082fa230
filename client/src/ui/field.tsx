import { useId, type ComponentProps, type ReactNode } from 'react'
import { Icon } from './icon.tsx'

export interface FieldProps extends ComponentProps<'input'> {
  label: string
  /** What is wanted, said beforehand. */
  hint?: ReactNode
  /** What is wrong and what to do; stands next to the field and is read with it. */
  error?: ReactNode
}

export function Field({ label, hint = null, error = null, ...input }: FieldProps) {
  const id = useId()
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const described = [hint === null ? null : hintId, error === null ? null : errorId].filter(Boolean).join(' ')
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <input
        {...input}
        id={id}
        className="field__input"
        aria-invalid={error !== null}
        aria-describedby={described === '' ? undefined : described}
      />
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
