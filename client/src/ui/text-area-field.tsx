import { useId, type ComponentProps, type ReactNode } from 'react'
import { Icon } from './icon.tsx'

export interface TextAreaFieldProps extends ComponentProps<'textarea'> {
  label: string
  hint?: ReactNode
  error?: ReactNode
}

/** A few lines of text. */
export function TextAreaField({ label, hint = null, error = null, ...area }: TextAreaFieldProps) {
  const id = useId()
  const hintId = `${id}-hint`
  const errorId = `${id}-error`
  const described = [hint === null ? '' : hintId, error === null ? '' : errorId].filter(Boolean)
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <textarea
        rows={3}
        {...area}
        id={id}
        className="field__input"
        aria-invalid={error !== null}
        aria-describedby={described.length === 0 ? undefined : described.join(' ')}
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
