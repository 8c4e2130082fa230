import type { InThree } from '@press-gallery/server/protocol/identifiers'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { isLanguage } from '../i18n/languages.ts'

/** Takes a text of the court's in the page's language, else in the first that it has. */
export function useInMyLanguage(): (text: InThree) => string {
  const { i18n } = useTranslation()
  const language = i18n.resolvedLanguage
  return useCallback(
    (text) => (isLanguage(language) && text[language]) || text.kk || text.ru || text.en,
    [language],
  )
}
