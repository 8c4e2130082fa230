import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languages, type Language } from './languages.ts'
import { learn } from './words.ts'

/**
 * For a page that speaks to whoever comes: the languages whose words are there, once each has been asked for; null until then, so
 * that nothing on the page moves when one comes later than another.
 */
export function useAllWords(): readonly Language[] | null {
  const { i18n } = useTranslation()
  const [spoken, setSpoken] = useState<readonly Language[] | null>(null)
  useEffect(() => {
    let wanted = true
    const learnAll = async (): Promise<void> => {
      const outcomes = await Promise.allSettled(languages.map((language) => learn(i18n, language)))
      if (wanted) setSpoken(languages.filter((_, index) => outcomes[index]?.status === 'fulfilled'))
    }
    void learnAll()
    return () => {
      wanted = false
    }
  }, [i18n])
  return spoken
}
