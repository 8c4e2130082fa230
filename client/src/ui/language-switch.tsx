import { useTranslation } from 'react-i18next'
import { languageNames, languages, type Language } from '../i18n/languages.ts'

/** For a phone's width: the beginning of each name. */
const shortNames: Record<Language, string> = { kk: 'Қаз', ru: 'Рус', en: 'Eng' }

export function LanguageSwitch({ onChoose }: { onChoose: (language: Language) => void }) {
  const { t, i18n } = useTranslation()
  return (
    <fieldset className="languages" aria-label={t('app.language')}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          className="languages__option"
          lang={language}
          aria-label={languageNames[language]}
          aria-pressed={i18n.resolvedLanguage === language}
          onClick={() => onChoose(language)}
        >
          <span className="languages__full">{languageNames[language]}</span>
          <span className="languages__short" aria-hidden="true">
            {shortNames[language]}
          </span>
        </button>
      ))}
    </fieldset>
  )
}
