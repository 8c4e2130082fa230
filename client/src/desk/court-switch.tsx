import { useTranslation } from 'react-i18next'
import { SelectField } from '../ui/select-field.tsx'
import type { CourtSummary } from './desk-api.ts'
import { useInMyLanguage } from './use-in-my-language.ts'

export interface CourtSwitchProps {
  courts: readonly CourtSummary[]
  court: CourtSummary
  onCourt: (courtId: string) => void
}

/** Which court's desk this is; a choice only for those who serve several. */
export function CourtSwitch({ courts, court, onCourt }: CourtSwitchProps) {
  const { t } = useTranslation()
  const inMyLanguage = useInMyLanguage()
  const nameOf = ({ names, name }: CourtSummary): string => inMyLanguage(names) || name
  if (courts.length < 2) return <p className="page__lead">{nameOf(court)}</p>
  return (
    <div className="desk__court">
      <SelectField
        label={t('desk.court')}
        options={courts.map((one) => ({ value: one.id, label: nameOf(one) }))}
        value={court.id}
        onChange={onCourt}
      />
    </div>
  )
}
