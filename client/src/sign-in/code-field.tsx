import type { ComponentProps, ReactNode, Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../ui/field.tsx'

export interface CodeFieldProps extends ComponentProps<'input'> {
  ref: Ref<HTMLInputElement>
  /** `app`: six digits. `any`: a recovery code too, which has letters. */
  takes: 'app' | 'any'
  error: ReactNode
}

/** A code of the authenticator app; browsers and password managers may fill it in. */
export function CodeField({ takes, error, ...input }: CodeFieldProps) {
  const { t } = useTranslation()
  return (
    <Field
      {...input}
      label={t(takes === 'app' ? 'signIn.appCode' : 'signIn.code')}
      hint={t(takes === 'app' ? 'signIn.appCodeHint' : 'signIn.codeHint')}
      error={error}
      name="code"
      autoComplete="one-time-code"
      inputMode={takes === 'app' ? 'numeric' : 'text'}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      maxLength={64}
      required
    />
  )
}

/** As it is typed from a phone, with spaces between its digits. */
export const codeOf = (input: HTMLInputElement | null): string => (input?.value ?? '').replace(/\s/g, '')
