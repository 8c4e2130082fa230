import type { InThree } from '@press-gallery/server/protocol/identifiers'
import { useTranslation } from 'react-i18next'
import { pressWords } from './press-words.ts'

/** What the court has written, with its line breaks; marked with its language where that is not the page's. */
export function PressText({ words }: { words: InThree }) {
  const { i18n } = useTranslation()
  const shown = pressWords(words, i18n.resolvedLanguage)
  return shown === null ? null : (
    <p className="press-text" lang={shown.language}>
      {shown.text}
    </p>
  )
}
