import type { CourtroomSummary } from '@press-gallery/server/protocol/desk'
import type { DeviceKind } from '@press-gallery/server/protocol/screens'
import { useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Failure } from '../ui/failure.tsx'
import { Field } from '../ui/field.tsx'
import { focusFirstInvalid } from '../ui/focus-first-invalid.ts'
import { SelectField } from '../ui/select-field.tsx'
import { useTask } from '../ui/use-task.ts'
import { canBeCode, tidyCode } from './screen-state.ts'
import type { ScreensApi } from './screens-api.ts'

export interface PairDialogProps {
  api: ScreensApi
  courtId: string
  courtrooms: readonly CourtroomSummary[]
  first: { code: string; kind: DeviceKind }
  onDone: () => void
  onClose: () => void
}

/** Makes the device that shows a code one of the court's. */
export function PairDialog({ api, courtId, courtrooms, first, onDone, onClose }: PairDialogProps) {
  const { t } = useTranslation()
  const form = useRef<HTMLFormElement>(null)
  const [code, setCode] = useState(first.code)
  const [name, setName] = useState('')
  const [kind, setKind] = useState(first.kind)
  const [chosenRoom, setRoom] = useState('')
  const [checked, setChecked] = useState(false)
  const courtroomId = courtrooms.some(({ id }) => id === chosenRoom) ? chosenRoom : (courtrooms[0]?.id ?? '')
  const task = useTask(async () => {
    const room = kind === 'bench' ? courtroomId : null
    await api.pair(courtId, { code: tidyCode(code), name: name.trim(), courtroomId: room })
    onDone()
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    flushSync(() => setChecked(true))
    if (!canBeCode(code) || name.trim() === '') focusFirstInvalid(form.current)
    else void task.run()
  }
  return (
    <Dialog title={t('screens.pair')} onClose={onClose}>
      <form ref={form} className="form" noValidate onSubmit={submit}>
        <Choice
          legend={t('screens.kind.legend')}
          options={[
            { value: 'screen', label: t('screens.kind.screen') },
            { value: 'bench', label: t('screens.kind.bench') },
          ]}
          value={kind}
          hint={t(`screens.kindHint.${kind}`)}
          onChange={setKind}
        />
        <Field
          label={t('screens.code')}
          hint={t('screens.codeHint')}
          error={checked && !canBeCode(code) ? t('screens.codeAmiss') : null}
          name="pairing-code"
          className="screens__code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.target.value)}
          required
        />
        <Field
          label={t('screens.name')}
          hint={t(`screens.nameHint.${kind}`)}
          error={checked && name.trim() === '' ? t('screens.nameMissing') : null}
          name="screen-name"
          autoComplete="off"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
          required
        />
        {kind === 'bench' ? (
          <SelectField
            label={t('desk.field.courtroom')}
            options={courtrooms.map((room) => ({ value: room.id, label: room.name }))}
            value={courtroomId}
            onChange={setRoom}
          />
        ) : null}
        <Failure
          error={task.error}
          here={{ bad_request: { what: t('screens.otherKind.what'), next: t('screens.otherKind.next') } }}
        />
        <div className="page__actions">
          <Button onClick={onClose}>{t('app.cancel')}</Button>
          <Button type="submit" look="primary" busy={task.busy}>
            {t('screens.pairNow')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
