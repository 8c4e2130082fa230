import type { i18n } from 'i18next'
import type en from './en.json'
import type { Language } from './languages.ts'

export type Words = typeof en

/** Each language is a file of its own, fetched when it is first spoken. */
const files: Record<Language, () => Promise<{ default: Words }>> = {
  kk: () => import('./kk.json'),
  ru: () => import('./ru.json'),
  en: () => import('./en.json'),
}

/** Rejects where the words can't be fetched; a later try fetches them anew. */
export async function fetchWords(language: Language): Promise<Words> {
  return (await files[language]()).default
}

/** Makes the words of one more language known, beside those of the present one. Rejects as `fetchWords` does. */
export async function learn(words: i18n, language: Language): Promise<void> {
  if (!words.hasResourceBundle(language, 'translation'))
    words.addResourceBundle(language, 'translation', await fetchWords(language))
}

/**
 * The pages speak another language once its words are there; until then, and where they can't be fetched, the present one.
 * The last language asked for wins, in whatever order their words come.
 * @returns whether the pages speak it
 */
export async function speak(
  words: i18n,
  language: Language,
  stillWanted: () => boolean = () => true,
): Promise<boolean> {
  try {
    await learn(words, language)
  } catch {
    return false
  }
  if (stillWanted()) await words.changeLanguage(language)
  return true
}
