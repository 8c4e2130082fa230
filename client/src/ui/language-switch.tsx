import { useTranslation } from 'react-i18next'
import { languageNames, languages, type Language } from '../i18n/languages.ts'

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
          aria-pressed={i18n.resolvedLanguage === language}
          onClick={() => onChoose(language)}
        >
          {languageNames[language]}
        </button>
      ))}
    </fieldset>
  )
}
