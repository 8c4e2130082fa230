import { languages, type Language } from '../i18n/languages.ts'

export interface PressWords {
  text: string
  /** What the text is in: not always the language of the page. */
  language: Language
}

/**
 * What the court has written in up to three languages, in the reader's; where that is empty, in the first that is not. Null where
 * there is nothing to read.
 */
export function pressWords(
  words: Readonly<Record<Language, string>> | null,
  wanted: string | undefined,
): PressWords | null {
  if (words === null) return null
  const order = languages.toSorted((a, b) => Number(b === wanted) - Number(a === wanted))
  const language = order.find((one) => words[one].trim() !== '')
  return language === undefined ? null : { text: words[language].trim(), language }
}
