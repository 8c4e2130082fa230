import type { Ground } from '@press-gallery/server/protocol/hearing-state'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useInMyLanguage } from '../desk/use-in-my-language.ts'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/section.tsx'
import type { CourtSectionProps } from './facts-section.tsx'
import { idFrom } from './new-id.ts'
import { SaveForm } from './save-form.tsx'
import { nothingInThree, ThreeFields } from './three-fields.tsx'

/** Why a session may be closed, in the court's own words. */
export function GroundsSection({ api, court, onChanged }: CourtSectionProps) {
  const { t } = useTranslation()
  const inMyLanguage = useInMyLanguage()
  const [grounds, setGrounds] = useState<Ground[]>(court.grounds)
  const [incomplete, setIncomplete] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)
  const replace = (ground: Ground): void =>
    setGrounds(grounds.map((one) => (one.id === ground.id ? ground : one)))

  const submit = (): (() => Promise<void>) | null => {
    const lacking = grounds.some(({ words }) => Object.values(words).some((text) => text.trim() === ''))
    setIncomplete(lacking)
    if (lacking) return null
    return async () => {
      await api.setGrounds(court.id, grounds)
      onChanged()
    }
  }

  return (
    <Section title={t('courts.grounds.title')} headingRef={heading}>
      <p>{t('courts.grounds.lead')}</p>
      <SaveForm onSubmit={submit}>
        {grounds.map((ground, index) => (
          <div className="ground" key={ground.id}>
            <ThreeFields
              legend={t('courts.grounds.one', { number: index + 1 })}
              value={ground.words}
              onChange={(words) => replace({ ...ground, words })}
              rows={2}
              maxLength={300}
            />
            <label className="check">
              <input
                type="checkbox"
                checked={ground.shown}
                onChange={(event) => replace({ ...ground, shown: event.target.checked })}
              />
              {t('courts.grounds.shown')}
            </label>
            <Button
              aria-label={t('courts.grounds.removeOne', { words: inMyLanguage(ground.words) })}
              onClick={() => {
                setGrounds(grounds.filter(({ id }) => id !== ground.id))
                heading.current?.focus()
              }}
            >
              {t('courts.grounds.remove')}
            </Button>
          </div>
        ))}
        <div className="page__actions">
          <Button
            onClick={() => {
              const taken = grounds.map(({ id }) => id)
              const id = idFrom(`${court.id} ground`, 'ground', taken)
              setGrounds([...grounds, { id, words: nothingInThree, shown: false }])
            }}
          >
            {t('courts.grounds.add')}
          </Button>
        </div>
        {incomplete ? (
          <p className="field__error" role="alert">
            {t('courts.grounds.incomplete')}
          </p>
        ) : null}
      </SaveForm>
    </Section>
  )
}
