import type { InvitedAnswer } from '@press-gallery/server/protocol/people'
import { useTranslation } from 'react-i18next'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { InviteForm, type InviteFormProps } from './invite-form.tsx'
import { MadeLinkWords } from './made-link-words.tsx'

export interface InviteDialogProps extends Omit<InviteFormProps, 'onInvited' | 'onCancel'> {
  title: string
  onInvited: () => void
  onClose: () => void
}

/** Asks who it is, then shows the link that the invitation is. */
export function InviteDialog({ title, onInvited, onClose, ...form }: InviteDialogProps) {
  const { t } = useTranslation()
  const [invited, setInvited] = useState<InvitedAnswer | null>(null)
  if (invited === null) {
    return (
      <Dialog title={title} onClose={onClose}>
        <InviteForm
          {...form}
          onCancel={onClose}
          onInvited={(answer) => {
            setInvited(answer)
            onInvited()
          }}
        />
      </Dialog>
    )
  }
  const { name } = invited.person
  return (
    <Dialog key="invited" title={t('people.invited', { name })} onClose={onClose}>
      {invited.invitation === null ? (
        <Notice tone="info" what={t('people.known.what', { name })} next={t('people.known.next')} />
      ) : (
        <MadeLinkWords link={invited.invitation} name={name} />
      )}
      <div className="page__actions">
        <Button look="primary" onClick={onClose}>
          {t('people.done')}
        </Button>
      </div>
    </Dialog>
  )
}
