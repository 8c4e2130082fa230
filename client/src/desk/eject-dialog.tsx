import { ejectionReasons, type EjectionReason } from '@press-gallery/server/protocol/attendance'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Choice } from '../ui/choice.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { useTask } from '../ui/use-task.ts'
import { DeskFailure } from './desk-parts.tsx'

export interface EjectDialogProps {
  name: string
  eject: (reason: EjectionReason) => Promise<void>
  onClose: () => void
}

/** Puts a journalist out of the hearing, with a reason that they are told in their own language. */
export function EjectDialog({ name, eject, onClose }: EjectDialogProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState<EjectionReason>('by_order_of_the_court')
  const task = useTask(async () => {
    await eject(reason)
    onClose()
  })
  return (
    <Confirm
      title={t('desk.ejectOne', { name })}
      action={t('desk.eject')}
      busy={task.busy}
      onConfirm={() => void task.run()}
      onClose={onClose}
    >
      <Choice
        legend={t('desk.ejectReason')}
        options={ejectionReasons.map((value) => ({ value, label: t(`desk.ejection.${value}`) }))}
        value={reason}
        hint={t('desk.ejectHint')}
        onChange={setReason}
      />
      <DeskFailure error={task.error} />
    </Confirm>
  )
}
