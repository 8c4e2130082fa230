import type { AccountAnswer } from '@press-gallery/server/protocol/account'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { Section } from '../ui/section.tsx'
import { Status } from '../ui/status.tsx'
import { thenFocus } from '../ui/then-focus.ts'
import type { AccountApi } from './account-api.ts'
import { PasswordAgain } from './password-again.tsx'
import { RecoveryCodes } from './recovery-codes.tsx'
import { TwoStepSetup } from './two-step-setup.tsx'

export interface TwoStepSectionProps {
  api: AccountApi
  account: AccountAnswer
  onChanged: () => void
}

type Step =
  | { kind: 'rest' }
  | { kind: 'setup' }
  | { kind: 'codes'; recoveryCodes: readonly string[] }
  | { kind: 'renew' }
  | { kind: 'end' }

/** Sign-in in two steps: a password, then a code of an authenticator app (RFC 6238). */
export function TwoStepSection({ api, account, onChanged }: TwoStepSectionProps) {
  const { t } = useTranslation()
  const [step, setStep] = useState<Step>({ kind: 'rest' })
  const heading = useRef<HTMLHeadingElement>(null)
  const go = (next: Step): void => {
    thenFocus(() => setStep(next), heading)
  }
  const show = (recoveryCodes: readonly string[]): void => {
    go({ kind: 'codes', recoveryCodes })
    onChanged()
  }
  return (
    <Section title={t('account.twoStep.title')} headingRef={heading}>
      {step.kind === 'setup' ? (
        <TwoStepSetup api={api} onConfirmed={show} onCancel={() => go({ kind: 'rest' })} />
      ) : step.kind === 'codes' ? (
        <RecoveryCodes codes={step.recoveryCodes} login={account.login} onKept={() => go({ kind: 'rest' })} />
      ) : account.totp ? (
        <TwoStepOn
          account={account}
          onRenew={() => setStep({ kind: 'renew' })}
          onEnd={() => setStep({ kind: 'end' })}
        />
      ) : (
        <TwoStepOff account={account} onBegin={() => go({ kind: 'setup' })} />
      )}
      {step.kind === 'renew' ? (
        <PasswordAgain
          title={t('account.twoStep.renew')}
          action={t('account.twoStep.renewAction')}
          login={account.login}
          onClose={() => setStep({ kind: 'rest' })}
          work={async (password) => show(await api.newRecoveryCodes(password))}
        >
          {t('account.twoStep.renewLead')}
        </PasswordAgain>
      ) : null}
      {step.kind === 'end' ? (
        <PasswordAgain
          title={t('account.twoStep.end')}
          action={t('account.twoStep.endAction')}
          login={account.login}
          onClose={() => setStep({ kind: 'rest' })}
          work={async (password) => {
            await api.endTotp(password)
            go({ kind: 'rest' })
            onChanged()
          }}
        >
          {t('account.twoStep.endLead')}
        </PasswordAgain>
      ) : null}
    </Section>
  )
}

function TwoStepOff({ account, onBegin }: { account: AccountAnswer; onBegin: () => void }) {
  const { t } = useTranslation()
  return (
    <>
      <Status tone="quiet">{t('account.twoStep.off')}</Status>
      <p>{t(account.hasPassword ? 'account.twoStep.lead' : 'account.twoStep.noPassword')}</p>
      {account.hasPassword ? (
        <div className="page__actions">
          <Button onClick={onBegin}>{t('account.twoStep.begin')}</Button>
        </div>
      ) : null}
    </>
  )
}

interface TwoStepOnProps {
  account: AccountAnswer
  onRenew: () => void
  onEnd: () => void
}

/** Below this many it is time for new ones. */
const fewCodes = 3

function TwoStepOn({ account, onRenew, onEnd }: TwoStepOnProps) {
  const { t } = useTranslation()
  const left = account.recoveryCodesLeft
  return (
    <>
      <Status tone="good">{t('account.twoStep.on')}</Status>
      {left < fewCodes ? (
        <Notice
          tone="warn"
          what={t('account.twoStep.codesLeft', { count: left })}
          next={t('account.twoStep.codesFew')}
        />
      ) : (
        <p>{t('account.twoStep.codesLeft', { count: left })}</p>
      )}
      <div className="page__actions">
        <Button onClick={onRenew}>{t('account.twoStep.renew')}</Button>
        <Button onClick={onEnd}>{t('account.twoStep.end')}</Button>
      </div>
    </>
  )
}
