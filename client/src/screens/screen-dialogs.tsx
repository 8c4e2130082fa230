import { useTranslation } from 'react-i18next'
import { Confirm } from '../ui/confirm.tsx'
import { RenameDialog } from '../ui/rename-dialog.tsx'
import { useTask } from '../ui/use-task.ts'
import { ScreensFailure } from './screens-failure.tsx'

export interface RenameScreenDialogProps {
  name: string
  rename: (name: string) => Promise<unknown>
  onDone: () => void
  onClose: () => void
}

export function RenameScreenDialog(props: RenameScreenDialogProps) {
  const { t } = useTranslation()
  return (
    <RenameDialog
      {...props}
      title={t('screens.renameOne', { name: props.name })}
      label={t('screens.name')}
      missing={t('screens.nameMissing')}
      maxLength={100}
      Failure={ScreensFailure}
    />
  )
}

export interface RemoveScreenDialogProps {
  name: string
  remove: () => Promise<void>
  onDone: () => void
  onClose: () => void
}

export function RemoveScreenDialog({ name, remove, onDone, onClose }: RemoveScreenDialogProps) {
  const { t } = useTranslation()
  const task = useTask(async () => {
    await remove()
    onClose()
    onDone()
  })
  return (
    <Confirm
      title={t('screens.removeOne', { name })}
      action={t('screens.remove')}
      busy={task.busy}
      onConfirm={() => void task.run()}
      onClose={onClose}
    >
      <p>{t('screens.removeLead')}</p>
      <ScreensFailure error={task.error} />
    </Confirm>
  )
}
