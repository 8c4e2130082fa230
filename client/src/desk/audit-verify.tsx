import type { AuditHead, AuditVerifyAnswer } from '@press-gallery/server/protocol/audit'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { TextAreaField } from '../ui/text-area-field.tsx'
import { useTask } from '../ui/use-task.ts'
import type { AuditApi } from './audit-api.ts'
import { headsIn } from './audit-filter.ts'
import { DeskFailure } from './desk-parts.tsx'

/** Whether the log is as it was written, in a sentence. */
export function AuditVerify({ api }: { api: AuditApi }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  const [answer, setAnswer] = useState<AuditVerifyAnswer | null>(null)
  const task = useTask(async (heads: AuditHead[]) => setAnswer(await api.verify(heads)))
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const heads = headsIn(text)
    setWrong(heads === null)
    if (heads === null) return
    setAnswer(null)
    void task.run(heads)
  }
  return (
    <form className="card" noValidate onSubmit={submit}>
      <h2>{t('desk.audit.verify')}</h2>
      <p>{t('desk.audit.verifyLead')}</p>
      <details>
        <summary>{t('desk.audit.heads')}</summary>
        <TextAreaField
          label={t('desk.audit.headsLabel')}
          hint={t('desk.audit.headsHint')}
          error={wrong ? t('desk.audit.headsWrong') : null}
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
      </details>
      <p>
        <Button type="submit" look="primary" busy={task.busy}>
          {t(task.busy ? 'desk.audit.verifying' : 'desk.audit.verifyNow')}
        </Button>
      </p>
      {wrong ? (
        <p className="field__error" role="alert">
          {t('desk.audit.headsWrong')}
        </p>
      ) : null}
      <DeskFailure error={task.error} />
      {answer === null ? null : <Verdict answer={answer} />}
    </form>
  )
}

function Verdict({ answer: { entries, head, problems } }: { answer: AuditVerifyAnswer }) {
  const { t } = useTranslation()
  const headWords = t('desk.audit.head', { seq: head.seq, hash: head.hash })
  if (problems.length === 0)
    return (
      <Notice
        tone="info"
        what={t('desk.audit.whole', { count: entries })}
        next={<span className="hash">{headWords}</span>}
      />
    )
  return (
    <Notice
      tone="bad"
      what={t('desk.audit.broken', { count: problems.length })}
      next={t('desk.audit.brokenNext')}
    >
      <ul className="import__rows">
        {problems.map(({ kind, seq }) => (
          <li key={`${kind}-${seq}`}>
            {seq === null ? t('desk.audit.wholeLog') : t('desk.audit.entry', { seq })}{' '}
            {t(`desk.audit.problem.${kind}`)}
          </li>
        ))}
      </ul>
      <p className="hash">{headWords}</p>
    </Notice>
  )
}
