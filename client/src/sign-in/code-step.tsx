import { useEffect, useRef, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { useTask } from '../ui/use-task.ts'
import { CodeField, codeOf } from './code-field.tsx'

export interface CodeStepProps {
  signIn: (code: string) => Promise<void>
  /** Back to login and password. */
  onBack: () => void
}

/** The second step, for those who have set it up. */
export function CodeStep({ signIn, onBack }: CodeStepProps) {
  const { t } = useTranslation()
  const field = useRef<HTMLInputElement>(null)
  const task = useTask(signIn)
  // What is wanted now: its label and hint are read in place of the heading.
  useEffect(() => field.current?.focus(), [])
  const wrong = isWrongCode(task.error)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const code = codeOf(field.current)
    if (code !== '') await task.run(code)
    field.current?.select()
  }

  return (
    <>
      {wrong ? null : (
        <Failure
          error={task.error}
          here={{ too_many_requests: { what: t('signIn.throttled.what'), next: t('signIn.throttled.next') } }}
        />
      )}
      <form className="card" noValidate onSubmit={(event) => void submit(event)}>
        <CodeField ref={field} takes="any" error={wrong ? t('signIn.codeWrong') : null} />
        <Button type="submit" look="primary" busy={task.busy}>
          {t(task.busy ? 'signIn.busy' : 'signIn.submit')}
        </Button>
        <Button look="quiet" onClick={onBack}>
          {t('signIn.back')}
        </Button>
      </form>
    </>
  )
}

/** The password was right a moment ago, so that what is wrong is the code. */
export const isWrongCode = (error: unknown): boolean =>
  error instanceof ApiError && (error.code === 'wrong_login' || error.code === 'second_factor_needed')
