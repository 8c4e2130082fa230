import type { HearingSummary } from '@press-gallery/server/protocol/api'
import { isOver } from '@press-gallery/server/protocol/hearing-state'
import { useTranslation } from 'react-i18next'
import { PressText } from '../hearings/press-text.tsx'
import { pressWords } from '../hearings/press-words.ts'

/** What the court writes for the press: its notes, and its explanation once that is published. */
export function PressPanel({ hearing: { notes, explanation, standing } }: { hearing: HearingSummary }) {
  const { t, i18n } = useTranslation()
  const hasNotes = pressWords(notes, i18n.resolvedLanguage) !== null
  return (
    <>
      <div aria-live="polite">
        {explanation === null ? null : (
          <section className="press-panel press-panel--court">
            <h2>{t('watch.explanation')}</h2>
            <PressText words={explanation} />
          </section>
        )}
      </div>
      <section className="press-panel">
        <h2>{t('watch.notes')}</h2>
        {hasNotes ? (
          <PressText words={notes} />
        ) : (
          <p className="press-panel__none">
            {t('watch.noNotes')} {isOver(standing.state) ? null : t('watch.notesCome')}
          </p>
        )}
      </section>
    </>
  )
}
