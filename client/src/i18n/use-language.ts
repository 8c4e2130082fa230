import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useCallback, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language } from './languages.ts'
import { speak } from './words.ts'

export interface LanguageControl {
  /** The visitor's own choice, on any page. Resolves with whether the pages speak it now. */
  choose: (language: Language) => Promise<boolean>
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

  const wanted = useRef<Language | null>(null)

  const change = useCallback(
    (language: Language): Promise<boolean> => {
      wanted.current = language
      return speak(i18n, language, () => wanted.current === language)
    },
    [i18n],
  )
  const choose = useCallback(
    async (language: Language) => {
      if (!followed.current) chosen.current = language
      const spoken = await change(language)
      // Not saved: the choice still holds on this device.
      if (spoken && followed.current) save(language).catch(() => undefined)
      return spoken
    },
    [change, save],
  )
  const suggest = useCallback(
    ({ language }: { language: Language }) => {
      if (chosen.current === null) void change(language)
    },
    [change],
  )
  const follow = useCallback(
    (person: SessionAnswer) => {
      followed.current = true
      const choice = chosen.current
      chosen.current = null
      if (choice === null) void change(person.language)
      else if (choice !== person.language) save(choice).catch(() => undefined)
    },
    [change, save],
  )
  const leave = useCallback(() => {
    followed.current = false
  }, [])
  return useMemo(() => ({ choose, suggest, follow, leave }), [choose, suggest, follow, leave])
}
