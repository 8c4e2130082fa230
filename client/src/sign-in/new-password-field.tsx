import { useState, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { PasswordField } from '../ui/password-field.tsx'
import { Status } from '../ui/status.tsx'
import { minPasswordLength, passwordRules, rulesMet } from './password-rules.ts'

export interface NewPasswordFieldProps {
  ref: Ref<HTMLInputElement>
  login: string
  error: string | null
}

/** A password to be chosen: what it must be is said beforehand, and of each rule whether it is met, by shape and word. */
export function NewPasswordField({ ref, login, error }: NewPasswordFieldProps) {
  const { t } = useTranslation()
  const [password, setPassword] = useState('')
  const met = rulesMet(password, login)
  return (
    <div className="new-password">
      <PasswordField
        ref={ref}
        label={t('signIn.newPassword')}
        hint={t('signIn.newPasswordHint', { count: minPasswordLength })}
        error={error}
        name="new-password"
        autoComplete="new-password"
        onChange={(event) => setPassword(event.target.value)}
        required
      />
      <ul className="rules">
        {passwordRules.map((rule) => (
          <li key={rule}>
            <Status tone={met[rule] ? 'good' : 'quiet'}>
              {t(`signIn.rule.${rule}`, { count: minPasswordLength })}
              <span className="visually-hidden">
                {' '}
                {t(met[rule] ? 'signIn.ruleMet' : 'signIn.ruleNotMet')}
              </span>
            </Status>
          </li>
        ))}
      </ul>
    </div>
  )
}
