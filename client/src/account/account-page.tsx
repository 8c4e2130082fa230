import type { AccountAnswer } from '@press-gallery/server/protocol/account'
import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Requests } from '../api/requests.ts'
import { holds, rolesOf } from '../grants.ts'
import type { Language } from '../i18n/languages.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Loading } from '../ui/loading.tsx'
import { PageTitle } from '../ui/page-title.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import './account.css'
import { createAccountApi, type AccountApi } from './account-api.ts'
import { AccreditationsSection } from './accreditations-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { CalendarSection } from './calendar-section.tsx'
import { PasskeysSection } from './passkeys-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { ProfileSection } from './profile-section.tsx'
import { SessionsSection } from './sessions-section.tsx'
import { TwoStepSection } from './two-step-section.tsx'

export interface AccountPageProps {
  requests: Requests
  person: SessionAnswer
  onPerson: (person: SessionAnswer) => void
  onLanguage: (language: Language) => void
  /** All sessions have ended, this one too. */
  onSignedOut: () => void
}

/** What people see and change of their own account. */
export function AccountPage({ requests, ...rest }: AccountPageProps) {
  const { t } = useTranslation()
  const api = useMemo(() => createAccountApi(requests), [requests])
  const { value: account, error, reload } = useAnswer(api.account)
  return (
    <div className="page page--account">
      <header className="page__head">
        <PageTitle title={t('account.title')} />
        <p className="page__lead">
          {[
            t('account.login', { login: rest.person.login }),
            ...rolesOf(rest.person).map((role) => t(`app.role.${role}`)),
          ].join(' · ')}
        </p>
      </header>
      {error === null ? null : (
        <>
          <Failure error={error} />
          <div className="page__actions">
            <Button onClick={reload}>{t('app.tryAgain')}</Button>
          </div>
        </>
      )}
      {account === null ? (
        error === null ? (
          <Loading />
        ) : null
      ) : (
        <Sections api={api} account={account} onChanged={reload} {...rest} />
      )}
    </div>
  )
}

interface SectionsProps extends Omit<AccountPageProps, 'requests'> {
  api: AccountApi
  account: AccountAnswer
  onChanged: () => void
}

function Sections({ api, account, person, onChanged, onPerson, onLanguage, onSignedOut }: SectionsProps) {
  return (
    <>
      <ProfileSection
        api={api}
        account={account}
        onLanguage={onLanguage}
        onChanged={({ name, language }) => onPerson({ ...person, name, language })}
      />
      <AppearanceSection />
      <PasswordSection api={api} account={account} />
      <TwoStepSection api={api} account={account} onChanged={onChanged} />
      <PasskeysSection api={api} />
      <SessionsSection api={api} onSignedOut={onSignedOut} />
      {holds(person, 'journalist') ? (
        <>
          <AccreditationsSection api={api} />
          <CalendarSection api={api} />
        </>
      ) : null}
    </>
  )
}
