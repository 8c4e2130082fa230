import { createInstance, type i18n } from 'i18next'
import ICU from 'i18next-icu'
import { initReactI18next } from 'react-i18next'
import { remembered } from '../browser/remembered.ts'
import en from './en.json' with { type: 'json' }
import kk from './kk.json' with { type: 'json' }
import ru from './ru.json' with { type: 'json' }
import { chooseLanguage, languages } from './languages.ts'

export const resources = { kk: { translation: kk }, ru: { translation: ru }, en: { translation: en } }

/**
 * The language whose numbers and plurals the browser knows for a language of ours: one built without Kazakh takes
 * the Russian way of writing numbers, which is the Kazakh one.
 */
const numbersOf = (language: string): string =>
  Intl.NumberFormat.supportedLocalesOf(language).length > 0 ? language : 'ru'

/** The words of the pages in the visitor's language; `<html lang>` and the remembered choice follow each change. */
export async function createI18n(): Promise<i18n> {
  const choice = remembered('press-gallery.language')
  const instance = createInstance()
  instance.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  await instance
    .use(new ICU({ parseLngForICU: numbersOf }))
    .use(initReactI18next)
    .init({
      resources,
      lng: chooseLanguage(choice.read(), navigator.languages),
      fallbackLng: 'en',
      supportedLngs: [...languages],
      returnNull: false,
    })
  // From here on a change is a choice of the visitor's.
  instance.on('languageChanged', (language) => choice.write(language))
  return instance
}
