import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { languageNames, languages, type Language } from '../i18n/languages.ts'

/** For a phone's width: the beginning of each name, seen and read alike, so that it can be said to a voice control. */
const shortNames: Record<Language, string> = { kk: 'Қаз', ru: 'Рус', en: 'Eng' }

export interface LanguageSwitchProps {
  /** Resolves with whether the pages speak it now. */
  onChoose: (language: Language) => Promise<boolean>
}

export function LanguageSwitch({ onChoose }: LanguageSwitchProps) {
  const { t, i18n } = useTranslation()
  const [awaited, setAwaited] = useState<Language | null>(null)
  const [failed, setFailed] = useState(false)
  const choose = async (language: Language): Promise<void> => {
    setFailed(false)
    setAwaited(language)
    setFailed(!(await onChoose(language)))
    setAwaited((now) => (now === language ? null : now))
  }
  return (
    <fieldset className="languages" aria-label={t('app.language')}>
      {languages.map((language) => (
        <button
          key={language}
          type="button"
          className="languages__option"
          lang={language}
          title={languageNames[language]}
          aria-pressed={i18n.resolvedLanguage === language}
          aria-busy={awaited === language}
          onClick={() => void choose(language)}
        >
          <span className="languages__full">{languageNames[language]}</span>
          <span className="languages__short">{shortNames[language]}</span>
        </button>
      ))}
      <output className="languages__failed">{failed ? t('app.languageFailed') : null}</output>
    </fieldset>
  )
}
