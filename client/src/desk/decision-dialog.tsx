import type { AccreditationDecisionRequest } from '@press-gallery/server/protocol/accreditation'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Confirm } from '../ui/confirm.tsx'
import { TextAreaField } from '../ui/text-area-field.tsx'
import { useTask } from '../ui/use-task.ts'
import { DeskFailure } from './desk-parts.tsx'

export type Decision = AccreditationDecisionRequest['decision']

export interface DecisionDialogProps {
  decision: Decision
  whose: string
  decide: (reason: string) => Promise<void>
  onClose: () => void
}

/** Refuses or revokes, with the reason that the journalist is told. */
export function DecisionDialog({ decision, whose, decide, onClose }: DecisionDialogProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const task = useTask(async () => {
    await decide(reason.trim())
    onClose()
  })
  const confirm = (): void => {
    setMissing(reason.trim() === '')
    if (reason.trim() !== '') void task.run()
  }
  const moved = { what: t('desk.accreditation.moved.what'), next: t('desk.accreditation.moved.next') }
  return (
    <Confirm
      title={t(`desk.accreditation.decideOne.${decision}`, { name: whose })}
      action={t(`desk.accreditation.decide.${decision}`)}
      busy={task.busy}
      onConfirm={confirm}
      onClose={onClose}
    >
      {decision === 'revoke' ? <p>{t('desk.accreditation.revokeAtOnce')}</p> : null}
      <TextAreaField
        label={t('desk.accreditation.reason')}
        hint={t('desk.accreditation.reasonHint')}
        error={missing ? t('desk.accreditation.reasonMissing') : null}
        value={reason}
        maxLength={2000}
        required
        onChange={(event) => setReason(event.target.value)}
      />
      <DeskFailure error={task.error} here={{ not_in_this_state: moved }} />
    </Confirm>
  )
}
