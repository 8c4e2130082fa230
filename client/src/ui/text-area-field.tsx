import type { ComponentProps } from 'react'
import { FieldFrame, useControl, type FieldWords } from './field-frame.tsx'

export interface TextAreaFieldProps extends FieldWords, ComponentProps<'textarea'> {}

/** A few lines of text. */
export function TextAreaField({ label, hint, error, ...area }: TextAreaFieldProps) {
  const control = useControl({ hint, error })
  return (
    <FieldFrame {...{ id: control.id, label, hint, error }}>
      <textarea rows={3} {...area} {...control} />
    </FieldFrame>
  )
}
