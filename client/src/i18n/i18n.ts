import { createInstance, type i18n } from 'i18next'
import ICU from 'i18next-icu'
import { initReactI18next } from 'react-i18next'
import { remembered } from '../browser/remembered.ts'
import { chooseLanguage, languages, type Language } from './languages.ts'
import { numbersOf } from './number-format.ts'
import { fetchWords, type Words } from './words.ts'

const retryMs = 2_000

/** The words of the pages in the visitor's language; `<html lang>` and the remembered choice follow each change. */
export async function createI18n(): Promise<i18n> {
  const choice = remembered('press-gallery.language')
  const { language, words } = await firstWords(chooseLanguage(choice.read(), navigator.languages))
  const instance = createInstance()
  instance.on('languageChanged', (spoken) => {
    document.documentElement.lang = spoken
  })
  await instance
    .use(new ICU({ parseLngForICU: numbersOf }))
    .use(initReactI18next)
    .init({
      resources: { [language]: { translation: words } },
      lng: language,
      // A test sees to it that each language has all words.
      fallbackLng: false,
      supportedLngs: [...languages],
      returnNull: false,
    })
  // From here on a change is a choice of the visitor's.
  instance.on('languageChanged', (spoken) => choice.write(spoken))
  return instance
}

/** In English where the visitor's own can't be fetched; with neither there is nothing to show yet. */
async function firstWords(wanted: Language): Promise<{ language: Language; words: Words }> {
  for (;;) {
    for (const language of new Set([wanted, 'en'] as const)) {
      try {
        return { language, words: await fetchWords(language) }
      } catch {
        // The network may be back in a moment.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs))
  }
}
