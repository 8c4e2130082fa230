import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from '../i18n/languages.ts'
import { usePath } from '../route.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { keepFocus } from './keep-focus.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { Link } from './link.tsx'
import { Navigation } from './navigation.tsx'
import { Notice } from './notice.tsx'

export interface ShellProps {
  person: SessionAnswer | null
  /** Resolves with whether the pages speak it now. */
  onLanguage: (language: Language) => Promise<boolean>
  /** Resolves with whether it is done. */
  onSignOut: () => Promise<boolean>
  children: ReactNode
}

/** The frame of every page: brand, language, who is signed in, and the way out. */
export function Shell({ person, onLanguage, onSignOut, children }: ShellProps) {
  const { t } = useTranslation()
  const path = usePath()
  const [leaving, setLeaving] = useState(false)
  const [failed, setFailed] = useState(false)
  const main = useRef<HTMLElement>(null)
  useEffect(() => (main.current === null ? undefined : keepFocus(main.current)), [])
  const leave = async (): Promise<void> => {
    setLeaving(true)
    setFailed(!(await onSignOut()))
    setLeaving(false)
  }
  return (
    <div className="shell">
      <a className="shell__skip button button--primary" href="#content">
        {t('app.toContent')}
      </a>
      <header className="shell__header">
        <Link className="shell__brand" href="/">
          <img className="shell__mark" src="/icon.svg" alt="" width="26" height="26" />
          <span className="shell__name">{t('app.name')}</span>
        </Link>
        <div className="shell__tools">
          <LanguageSwitch onChoose={onLanguage} />
          {person === null ? null : (
            <>
              <Link
                className="button button--quiet shell__account"
                href="/account"
                aria-current={path === '/account' ? 'page' : undefined}
              >
                <Icon name="person" />
                <span className="visually-hidden">{t('app.account')}: </span>
                <span className="shell__person">{person.name}</span>
              </Link>
              <Button look="quiet" busy={leaving} onClick={() => void leave()}>
                {leaving ? t('app.signingOut') : t('app.signOut')}
              </Button>
            </>
          )}
        </div>
        <Navigation person={person} />
      </header>
      {failed && person !== null ? (
        <div className="shell__problem">
          <Notice tone="bad" what={t('app.stillSignedIn')} next={t('error.network.next')} />
        </div>
      ) : null}
      <main className="shell__main" id="content" tabIndex={-1} ref={main}>
        {children}
      </main>
    </div>
  )
}
