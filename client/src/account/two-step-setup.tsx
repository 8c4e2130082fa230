import { useRef, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { CodeField, codeOf } from '../sign-in/code-field.tsx'
import { Button } from '../ui/button.tsx'
import { CopyLine } from '../ui/copy-line.tsx'
import { Failure } from '../ui/failure.tsx'
import { Loading } from '../ui/loading.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { useTask } from '../ui/use-task.ts'
import type { AccountApi } from './account-api.ts'
import { QrCode } from './qr-code.tsx'

export interface TwoStepSetupProps {
  api: AccountApi
  /** With the recovery codes. */
  onConfirmed: (recoveryCodes: string[]) => void
  onCancel: () => void
}

/** The secret is shown until a code of it has proved that the app has it; until then nothing has changed. */
export function TwoStepSetup({ api, onConfirmed, onCancel }: TwoStepSetupProps) {
  const { t } = useTranslation()
  const { value: begun, error, reload } = useAnswer(api.beginTotp)
  const field = useRef<HTMLInputElement>(null)
  const task = useTask(async (code: string) => onConfirmed(await api.confirmTotp(code)))
  const refused = task.error instanceof ApiError ? task.error.code : null
  const wrong = refused === 'wrong_login' || refused === 'bad_request'

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const code = codeOf(field.current)
    if (code === '' || !(await task.run(code))) field.current?.select()
  }

  if (begun === null) {
    return (
      <>
        {error === null ? <Loading /> : <Failure error={error} />}
        <div className="page__actions">
          {error === null ? null : <Button onClick={reload}>{t('app.tryAgain')}</Button>}
          <Button look="quiet" onClick={onCancel}>
            {t('app.cancel')}
          </Button>
        </div>
      </>
    )
  }
  return (
    <form className="form" noValidate onSubmit={(event) => void submit(event)}>
      <ol className="steps">
        <li className="steps__step">
          <p>{t('account.twoStep.scan')}</p>
          <QrCode text={begun.url} label={t('account.twoStep.qr')} />
          <CopyLine
            label={t('account.twoStep.secret')}
            value={begun.secret}
            typed={groupsOfFour(begun.secret)}
          />
        </li>
        <li className="steps__step">
          <p>{t('account.twoStep.prove')}</p>
          <CodeField ref={field} takes="app" error={wrong ? t('signIn.codeWrong') : null} />
        </li>
      </ol>
      {wrong ? null : (
        <Failure
          error={task.error}
          here={{ not_found: { what: t('account.twoStep.late.what'), next: t('account.twoStep.late.next') } }}
        />
      )}
      <div className="page__actions">
        <Button type="submit" look="primary" busy={task.busy}>
          {t(task.busy ? 'app.saving' : 'account.twoStep.confirm')}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** As it is typed from a screen; apps let the spaces go. */
const groupsOfFour = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ')
