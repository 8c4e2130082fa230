import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Notice } from '../ui/notice.tsx'
import { useTask } from '../ui/use-task.ts'
import { passkeyFault, passkeysWork } from './passkey-fault.ts'

export interface PasskeyButtonProps {
  signInWithPasskey: () => Promise<SessionAnswer>
  signedIn: (person: SessionAnswer) => void
}

/** Signs in by fingerprint, face, PIN or key; not shown where the browser has no such thing. */
export function PasskeyButton({ signInWithPasskey, signedIn }: PasskeyButtonProps) {
  const { t } = useTranslation()
  const task = useTask(async () => signedIn(await signInWithPasskey()))
  if (!passkeysWork()) return null
  const fault = passkeyFault(task.error)
  return (
    <div className="sign-in__other">
      <Button busy={task.busy} onClick={() => void task.run()}>
        {t(task.busy ? 'signIn.passkeyBusy' : 'signIn.passkey')}
      </Button>
      {fault === null ? (
        <Failure
          error={task.error}
          here={{
            wrong_login: { what: t('signIn.passkeyUnknown.what'), next: t('signIn.passkeyUnknown.next') },
          }}
        />
      ) : (
        <Notice
          tone="bad"
          what={t(`signIn.passkeyFault.${fault}.what`)}
          next={t(`signIn.passkeyFault.${fault}.next`)}
        />
      )}
    </div>
  )
}
