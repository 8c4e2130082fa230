import type { HearingSummary } from '@press-gallery/server/protocol/api'
import { isOver } from '@press-gallery/server/protocol/hearing-state'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Api } from '../api/client.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Field } from '../ui/field.tsx'
import { Status, type StatusTone } from '../ui/status.tsx'
import { TextAreaField } from '../ui/text-area-field.tsx'
import { useTask } from '../ui/use-task.ts'

type Request = HearingSummary['request']

const toneOf: Record<Request, StatusTone> = {
  none: 'quiet',
  requested: 'warn',
  refused: 'bad',
  revoked: 'bad',
}

export interface AccreditationRequestProps {
  api: Pick<Api, 'askAccreditation'>
  hearing: HearingSummary
  /** Of the button: primary where asking is the one way on. */
  look?: 'primary' | 'secondary'
}

/** Of a hearing that one may not watch: how the request for it stands, and the form to ask. */
export function AccreditationRequest({ api, hearing, look = 'secondary' }: AccreditationRequestProps) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [sent, setSent] = useState(false)
  // The list is a few seconds behind.
  const request = sent && hearing.request === 'none' ? 'requested' : hearing.request
  const mayAsk = request === 'none' && !isOver(hearing.standing.state)
  return (
    <div className="request">
      <p className="request__stands" aria-live="polite">
        <Status tone={toneOf[request]}>{t(`request.${request}`)}</Status>
      </p>
      {mayAsk && !open ? (
        <p>
          <Button look={look} onClick={() => setOpen(true)}>
            {t('request.ask')}
          </Button>
        </p>
      ) : null}
      {mayAsk && open ? (
        <RequestForm
          send={(asked) => api.askAccreditation(hearing.id, asked)}
          onSent={() => {
            setSent(true)
            setOpen(false)
          }}
          onCancel={() => setOpen(false)}
        />
      ) : null}
    </div>
  )
}

interface RequestFormProps {
  send: (asked: { reason: string; cardNumber: string }) => Promise<void>
  onSent: () => void
  onCancel: () => void
}

function RequestForm({ send, onSent, onCancel }: RequestFormProps) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [cardNumber, setCardNumber] = useState('')
  const [tried, setTried] = useState(false)
  const { busy, error, run } = useTask(send)
  const isComplete = reason.trim() !== '' && cardNumber.trim() !== ''
  const submit = async (): Promise<void> => {
    setTried(true)
    if (isComplete && (await run({ reason: reason.trim(), cardNumber: cardNumber.trim() }))) onSent()
  }
  return (
    <form
      className="request__form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <TextAreaField
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the form has just been asked for
        autoFocus
        label={t('request.reason')}
        hint={t('request.reasonHint')}
        maxLength={2000}
        value={reason}
        error={tried && reason.trim() === '' ? t('request.reasonMissing') : null}
        onChange={(event) => setReason(event.target.value)}
      />
      <Field
        label={t('request.card')}
        maxLength={64}
        autoComplete="off"
        value={cardNumber}
        error={tried && cardNumber.trim() === '' ? t('request.cardMissing') : null}
        onChange={(event) => setCardNumber(event.target.value)}
      />
      <Failure error={error} />
      <div className="page__actions">
        <Button type="submit" look="primary" busy={busy}>
          {t('request.send')}
        </Button>
        <Button onClick={onCancel}>{t('app.cancel')}</Button>
      </div>
    </form>
  )
}
