import { useTranslation } from 'react-i18next'
import { Choice } from '../ui/choice.tsx'
import { Field } from '../ui/field.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import type { SourceAmiss, SourceDraft } from './source-draft.ts'

export interface SourceFieldsProps {
  draft: SourceDraft
  amiss: SourceAmiss | null
  onChange: (draft: SourceDraft) => void
}

/** A courtroom's camera. Its login goes in here, and is never shown again to anybody. */
export function SourceFields({ draft, amiss, onChange }: SourceFieldsProps) {
  const { t } = useTranslation()
  return (
    <>
      <Choice
        legend={t('courts.source.legend')}
        options={[
          { value: 'rtsp', label: t('courts.source.rtsp') },
          { value: 'test', label: t('courts.source.test') },
        ]}
        value={draft.kind}
        hint={t(`courts.source.${draft.kind}Hint`)}
        onChange={(kind) => onChange({ ...draft, kind })}
      />
      {draft.kind === 'test' ? null : (
        <>
          <Field
            label={t('courts.source.url')}
            hint={t('courts.source.urlHint')}
            error={amiss === 'url' || amiss === 'loginInUrl' ? t(`courts.source.amiss.${amiss}`) : null}
            name="camera-address"
            inputMode="url"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={2000}
            value={draft.url}
            onChange={(event) => onChange({ ...draft, url: event.target.value })}
            required
          />
          <Field
            label={t('courts.source.login')}
            hint={t('courts.source.loginHint')}
            error={amiss === 'login' ? t('courts.source.amiss.login') : null}
            name="camera-login"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={200}
            value={draft.login}
            onChange={(event) => onChange({ ...draft, login: event.target.value })}
          />
          <PasswordField
            label={t('courts.source.password')}
            name="camera-password"
            autoComplete="new-password"
            value={draft.password}
            onChange={(event) => onChange({ ...draft, password: event.target.value })}
          />
        </>
      )}
    </>
  )
}
