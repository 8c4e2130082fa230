import type { ComponentProps } from 'react'
import { FieldFrame, useControl, type FieldWords } from './field-frame.tsx'

export interface FieldProps extends FieldWords, ComponentProps<'input'> {}

export function Field({ label, hint, error, ...input }: FieldProps) {
  const control = useControl({ hint, error })
  return (
    <FieldFrame {...{ id: control.id, label, hint, error }}>
      <input {...input} {...control} />
    </FieldFrame>
  )
}
