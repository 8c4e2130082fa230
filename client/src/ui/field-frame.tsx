import { useId, type ReactNode } from 'react'
import { Icon } from './icon.tsx'

/** What every field has beside its control. */
export interface FieldWords {
  label: string
  /** What is wanted, said beforehand. */
  hint?: ReactNode
  /** What is wrong and what to do; stands next to the field and is read with it. */
  error?: ReactNode
}

export interface FieldFrameProps extends FieldWords {
  /** Of the control. */
  id: string
  children: ReactNode
}

const hintIdOf = (id: string): string => `${id}-hint`
const errorIdOf = (id: string): string => `${id}-error`

/** What ties a control to the words around it. */
export function useControl({ hint = null, error = null }: Omit<FieldWords, 'label'>) {
  const id = useId()
  const described = [hint === null ? null : hintIdOf(id), error === null ? null : errorIdOf(id)]
    .filter(Boolean)
    .join(' ')
  return {
    id,
    className: 'field__input',
    'aria-invalid': error !== null,
    'aria-describedby': described === '' ? undefined : described,
  }
}

/** A control with its label before it, and its hint and error after it. */
export function FieldFrame({ id, label, hint = null, error = null, children }: FieldFrameProps) {
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      {children}
      {hint === null ? null : (
        <p className="field__hint" id={hintIdOf(id)}>
          {hint}
        </p>
      )}
      {error === null ? null : (
        <p className="field__error" id={errorIdOf(id)}>
          <Icon name="warning" />
          <span>{error}</span>
        </p>
      )}
    </div>
  )
}
