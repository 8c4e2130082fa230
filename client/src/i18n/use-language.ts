import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from './languages.ts'

export interface LanguageControl {
  /** The visitor's own choice, on any page. */
  choose: (language: Language) => void
  /** Of somebody who is about to sign in; a choice of theirs comes first. */
  suggest: (person: { language: Language }) => void
  /** Somebody is signed in: the pages speak their language, unless another was chosen on the way in. */
  follow: (person: SessionAnswer) => void
  /** Nobody is any more. */
  leave: () => void
}

/**
 * One language of the pages and of whoever is signed in: a choice made while signed in is theirs, and goes with them to other
 * devices and into their mail.
 */
export function useLanguage(save: (language: Language) => Promise<unknown>): LanguageControl {
  const { i18n } = useTranslation()
  const chosen = useRef<Language | null>(null)
  const followed = useRef(false)

  const choose = useCallback(
    (language: Language) => {
      void i18n.changeLanguage(language)
      if (!followed.current) {
        chosen.current = language
        return
      }
      // Not saved: the choice still holds on this device.
      save(language).catch(() => undefined)
    },
    [i18n, save],
  )
  const suggest = useCallback(
    ({ language }: { language: Language }) => {
      if (chosen.current === null) void i18n.changeLanguage(language)
    },
    [i18n],
  )
  const follow = useCallback(
    (person: SessionAnswer) => {
      followed.current = true
      const choice = chosen.current
      chosen.current = null
      if (choice === null) void i18n.changeLanguage(person.language)
      else if (choice !== person.language) save(choice).catch(() => undefined)
    },
    [i18n, save],
  )
  const leave = useCallback(() => {
    followed.current = false
  }, [])
  return useMemo(() => ({ choose, suggest, follow, leave }), [choose, suggest, follow, leave])
}
