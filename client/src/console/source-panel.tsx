import type { CourtroomSummary } from '@press-gallery/server/protocol/desk'
import type { SourceTestAnswer } from '@press-gallery/server/protocol/workplaces'
import { useEffect, useId, useRef, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { sourceFrom, type SourceAmiss, type SourceDraft } from '../courts/source-draft.ts'
import { SourceFields } from '../courts/source-fields.tsx'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { focusFirstInvalid } from '../ui/focus-first-invalid.ts'
import { Notice } from '../ui/notice.tsx'
import { useTask } from '../ui/use-task.ts'
import type { ConsoleApi } from './console-api.ts'
import { SourceTestResult } from './source-test-result.tsx'

export interface SourcePanelProps {
  api: ConsoleApi
  courtId: string
  courtroom: CourtroomSummary
  underWay: boolean
  /** Whether another source is being entered. */
  open: boolean
  onOpen: (open: boolean) => void
  withKeys: boolean
  /** The courtroom has another source now. */
  again: () => void
}

/** What the courtroom is fed by: shown, tried, and swapped without leaving the page. */
export function SourcePanel({ courtroom, open, onOpen, withKeys, ...rest }: SourcePanelProps) {
  const { t } = useTranslation()
  const { source } = courtroom
  return (
    <section className="card source" aria-labelledby="source-title">
      <h2 id="source-title">{t('console.source.title')}</h2>
      <p className="source__address">
        {source.kind === 'rtsp'
          ? source.url
          : t(source.kind === 'test' ? 'courts.source.test' : 'console.source.other')}
        {source.hasLogin ? ` (${t('courts.rooms.hasLogin')})` : null}
      </p>
      {open ? (
        <SourceForm courtroom={courtroom} onDone={() => onOpen(false)} {...rest} />
      ) : (
        <div className="page__actions">
          <Button aria-keyshortcuts={withKeys ? 'V' : undefined} onClick={() => onOpen(true)}>
            {t('console.source.change')}
            {withKeys ? <kbd>V</kbd> : null}
          </Button>
        </div>
      )}
    </section>
  )
}

interface SourceFormProps extends Pick<
  SourcePanelProps,
  'api' | 'courtId' | 'courtroom' | 'underWay' | 'again'
> {
  onDone: () => void
}

function SourceForm({ api, courtId, courtroom, underWay, again, onDone }: SourceFormProps) {
  const { t } = useTranslation()
  const form = useRef<HTMLFormElement>(null)
  const titleId = useId()
  // It has just been asked for, perhaps by a key.
  useEffect(() => form.current?.querySelector<HTMLElement>('[type=radio]:checked')?.focus(), [])
  const [draft, setDraft] = useState<SourceDraft>({
    kind: courtroom.source.kind === 'test' ? 'test' : 'rtsp',
    url: courtroom.source.url ?? '',
    login: '',
    password: '',
  })
  const [amiss, setAmiss] = useState<SourceAmiss | null>(null)
  const [answer, setAnswer] = useState<SourceTestAnswer | null>(null)
  const checked = () => {
    const read = sourceFrom(draft)
    flushSync(() => setAmiss('amiss' in read ? read.amiss : null))
    if ('source' in read) return read.source
    focusFirstInvalid(form.current)
    return null
  }
  const testing = useTask(async () => {
    const source = checked()
    setAnswer(null)
    if (source !== null) setAnswer(await api.testSource(courtId, { source, courtroomId: courtroom.id }))
  })
  const swapping = useTask(async () => {
    const source = checked()
    if (source === null) return
    await api.changeCourtroom(courtroom.id, { source, replaces: courtroom.source })
    again()
    onDone()
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void testing.run()
  }
  return (
    <form ref={form} className="form" noValidate onSubmit={submit} aria-labelledby={titleId}>
      <h3 id={titleId}>{t('console.source.another')}</h3>
      <SourceFields
        draft={draft}
        amiss={amiss}
        onChange={(next) => {
          setDraft(next)
          // What was tried is no longer what would be put in.
          setAnswer(null)
        }}
      />
      {courtroom.source.hasLogin ? <p className="page__lead">{t('console.source.keptLogin')}</p> : null}
      <div className="source__outcome" aria-live="polite">
        {testing.busy ? <p>{t('console.source.testing')}</p> : null}
        {answer === null ? null : <SourceTestResult answer={answer} />}
      </div>
      <Failure
        error={testing.error ?? swapping.error}
        here={{
          too_many_requests: { what: t('console.source.busy.what'), next: t('console.source.busy.next') },
          state_moved_on: { what: t('console.source.moved.what'), next: t('console.source.moved.next') },
        }}
      />
      {underWay ? (
        <Notice tone="info" what={t('console.source.live.what')} next={t('console.source.live.next')} />
      ) : null}
      <div className="page__actions">
        <Button type="submit" look={answer?.ok === true ? 'secondary' : 'primary'} busy={testing.busy}>
          {t('console.source.test')}
        </Button>
        <Button
          look={answer?.ok === true ? 'primary' : 'secondary'}
          busy={swapping.busy}
          onClick={() => void swapping.run()}
        >
          {t('console.source.put')}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  )
}
