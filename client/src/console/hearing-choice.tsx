import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../desk/use-times.ts'
import { CaseFacts } from '../hearings/case-facts.tsx'

export interface HearingChoiceProps {
  /** Due today in this courtroom. */
  hearings: readonly DeskHearing[]
  chosenId: string | null
  /** Whether the digits choose, too. */
  withKeys: boolean
  onChoose: (hearingId: string) => void
}

/** Which of today's hearings the courtroom is about to hold: native radio buttons as large as a thumb. */
export function HearingChoice({ hearings, chosenId, withKeys, onChoose }: HearingChoiceProps) {
  const { t } = useTranslation()
  const times = useTimes()
  const name = useId()
  return (
    <fieldset className="card hearing-choice">
      <legend className="hearing-choice__legend">{t('console.chooseHearing')}</legend>
      {hearings.map(({ id, title, caseNumber, judge, plannedStartMs }, index) => (
        <label key={id} className="hearing-choice__one">
          <input type="radio" name={name} checked={id === chosenId} onChange={() => onChoose(id)} />
          <span className="hearing-choice__words">
            <strong>{title}</strong>
            <span className="page__lead">
              {plannedStartMs === null ? t('desk.noTime') : times.moment(plannedStartMs)}
              {' · '}
              <CaseFacts number={caseNumber} more={[judge]} />
            </span>
          </span>
          {withKeys && index < 9 ? <kbd aria-hidden="true">{index + 1}</kbd> : null}
        </label>
      ))}
    </fieldset>
  )
}
