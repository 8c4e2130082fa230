import { useId, type ComponentProps, type ReactNode } from 'react'
import { Icon } from './icon.tsx'

export interface FieldProps extends ComponentProps<'input'> {
  label: string
  /** What is wrong and what to do; stands next to the field and is read with it. */
  error: ReactNode
}

export function Field({ label, error, ...input }: FieldProps) {
  const id = useId()
  const errorId = `${id}-error`
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
        aria-describedby={error === null ? undefined : errorId}
      />
      {error === null ? null : (
        <p className="field__error" id={errorId}>
          <Icon name="warning" />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}
