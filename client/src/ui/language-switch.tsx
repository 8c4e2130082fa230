import { useTranslation } from 'react-i18next'
import { languageNames, languages } from '../i18n/languages.ts'

export function LanguageSwitch() {
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
          onClick={() => void i18n.changeLanguage(language)}
        >
          {languageNames[language]}
        </button>
      ))}
    </fieldset>
  )
}
