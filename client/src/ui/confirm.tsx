import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

export interface ConfirmProps {
  title: string
  /** What will be, and whether it can be taken back; with why it was not done, if so. */
  children: ReactNode
  /** What the button does, as a verb. */
  action: string
  busy: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Asks once more before something that can't be taken back; the first button leads back, as Esc does. */
export function Confirm({ title, children, action, busy, onConfirm, onClose }: ConfirmProps) {
  const { t } = useTranslation()
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <div className="page__actions">
        <Button onClick={onClose}>{t('app.cancel')}</Button>
        <Button look="danger" busy={busy} onClick={onConfirm}>
          {action}
        </Button>
      </div>
    </Dialog>
  )
}
