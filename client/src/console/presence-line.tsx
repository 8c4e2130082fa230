import type { PresenceTold } from '@press-gallery/server/protocol/desk-signalling'
import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'

export interface PresenceLineProps {
  /** Null: not known. */
  people: PresenceTold['people'] | null
  /** Of the one who looks. */
  personId: string
}

/** Who else has this hearing open, so that two do not do the same, or the opposite. */
export function PresenceLine({ people, personId }: PresenceLineProps) {
  const { t } = useTranslation()
  const others = people?.filter((one) => one.personId !== personId) ?? []
  return (
    <p className="presence" aria-live="polite">
      {people === null ? null : (
        <>
          <Icon name="person" />
          {others.length === 0
            ? t('console.presence.alone')
            : t('console.presence.others', { names: others.map(({ name }) => name).join(', ') })}
        </>
      )}
    </p>
  )
}
