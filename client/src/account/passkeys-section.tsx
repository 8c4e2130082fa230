import type { PasskeySummary } from '@press-gallery/server/protocol/account'
import { useRef, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { passkeyFault, passkeysWork } from '../sign-in/passkey-fault.ts'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/confirm.tsx'
import { Failure } from '../ui/failure.tsx'
import { Field } from '../ui/field.tsx'
import { Loading } from '../ui/loading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/section.tsx'
import { thenFocus } from '../ui/then-focus.ts'
import { useAnswer } from '../ui/use-answer.ts'
import { useTask } from '../ui/use-task.ts'
import type { AccountApi } from './account-api.ts'
import { deviceName } from './browser-of.ts'

export function PasskeysSection({ api }: { api: AccountApi }) {
  const { t } = useTranslation()
  const { value: passkeys, error, reload } = useAnswer(api.passkeys)
  const heading = useRef<HTMLHeadingElement>(null)
  const [leaving, setLeaving] = useState<PasskeySummary | null>(null)
  const removal = useTask(async (id: string) => {
    await api.removePasskey(id)
    thenFocus(() => setLeaving(null), heading)
    reload()
  })
  return (
    <Section title={t('account.passkeys.title')} headingRef={heading}>
      <p>{t('account.passkeys.lead')}</p>
      <Failure error={error} />
      {passkeys === null ? (
        error === null ? (
          <Loading />
        ) : null
      ) : passkeys.length === 0 ? (
        <p className="page__lead">{t('account.passkeys.none')}</p>
      ) : (
        <ul className="rows">
          {passkeys.map((passkey) => (
            <li className="row" key={passkey.id}>
              <div className="row__words">
                <strong>{passkey.name}</strong>
                <p className="row__facts">
                  {t('account.passkeys.created')} <Moment ms={passkey.createdMs} /> ·{' '}
                  {passkey.usedMs === null ? (
                    t('account.passkeys.neverUsed')
                  ) : (
                    <>
                      {t('account.passkeys.used')} <Moment ms={passkey.usedMs} />
                    </>
                  )}
                </p>
              </div>
              <Button
                onClick={() => setLeaving(passkey)}
                aria-label={t('account.passkeys.removeOne', { name: passkey.name })}
              >
                {t('account.passkeys.remove')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {passkeysWork() ? (
        <AddPasskey api={api} onAdded={reload} />
      ) : (
        <Notice
          tone="info"
          what={t('signIn.passkeyFault.not_here.what')}
          next={t('signIn.passkeyFault.not_here.next')}
        />
      )}
      {leaving === null ? null : (
        <Confirm
          title={t('account.passkeys.confirm', { name: leaving.name })}
          action={t('account.passkeys.remove')}
          busy={removal.busy}
          onConfirm={() => void removal.run(leaving.id)}
          onClose={() => setLeaving(null)}
        >
          <p>{t('account.passkeys.confirmLead')}</p>
          <Failure error={removal.error} />
        </Confirm>
      )}
    </Section>
  )
}

function AddPasskey({ api, onAdded }: { api: AccountApi; onAdded: () => void }) {
  const { t } = useTranslation()
  const name = useRef<HTMLInputElement>(null)
  const [added, setAdded] = useState(false)
  const task = useTask(api.addPasskey)
  const fault = passkeyFault(task.error)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setAdded(false)
    const typed = name.current?.value.trim() ?? ''
    if (!(await task.run(typed === '' ? t('account.passkeys.unnamed') : typed))) return
    setAdded(true)
    onAdded()
  }

  return (
    <form className="form" noValidate onSubmit={(event) => void submit(event)}>
      <Field
        ref={name}
        label={t('account.passkeys.name')}
        hint={t('account.passkeys.nameHint')}
        name="passkey-name"
        defaultValue={deviceName(navigator.userAgent)}
        autoComplete="off"
        maxLength={100}
      />
      {fault === null ? (
        <Failure error={task.error} />
      ) : (
        <Notice
          tone="bad"
          what={t(`signIn.passkeyFault.${fault}.what`)}
          next={t(`account.passkeys.fault.${fault}`)}
        />
      )}
      <div className="page__actions">
        <Button type="submit" busy={task.busy}>
          {t(task.busy ? 'signIn.passkeyBusy' : 'account.passkeys.add')}
        </Button>
        <output className="form__done">{added ? t('account.passkeys.added') : ''}</output>
      </div>
    </form>
  )
}
