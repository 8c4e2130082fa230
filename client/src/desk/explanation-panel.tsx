import type { InThree } from '@press-gallery/server/protocol/identifiers'
import type { Explanation } from '@press-gallery/server/protocol/workplaces'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Requests } from '../api/requests.ts'
import { languageNames, languages } from '../i18n/languages.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Loading } from '../ui/loading.tsx'
import { Moment } from '../ui/moment.tsx'
import { Section } from '../ui/section.tsx'
import { Status } from '../ui/status.tsx'
import { TextAreaField } from '../ui/text-area-field.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { useTask } from '../ui/use-task.ts'
import { DeskFailure } from './desk-parts.tsx'
import { createExplanationApi, type ExplanationApi } from './explanation-api.ts'
import { maxExplanationLength, missingIn, pressSees, sameWords } from './explanation-draft.ts'
import './explanation.css'

export interface ExplanationPanelProps {
  requests: Requests
  hearingId: string
}

/** Where the judge-coordinator writes what was decided and on what ground, and lets the press see it. */
export function ExplanationPanel({ requests, hearingId }: ExplanationPanelProps) {
  const { t } = useTranslation()
  const api = useMemo(() => createExplanationApi(requests, hearingId), [requests, hearingId])
  const { value, error, reload } = useAnswer(useCallback(() => api.find(), [api]))
  return (
    <div className="explanation">
      <Section title={t('explanation.title')}>
        <p className="page__lead">{t('explanation.lead')}</p>
        {value !== null ? (
          <Editor api={api} first={value} />
        ) : error === null ? (
          <Loading />
        ) : (
          <>
            <DeskFailure error={error} />
            <div className="page__actions">
              <Button onClick={reload}>{t('app.tryAgain')}</Button>
            </div>
          </>
        )}
      </Section>
    </div>
  )
}

function Editor({ api, first }: { api: ExplanationApi; first: Explanation }) {
  const { t } = useTranslation()
  const [kept, setKept] = useState(first)
  const [words, setWords] = useState(first.words)
  const [missing, setMissing] = useState(false)
  const [publishing, setPublishing] = useState(false)
  const isKept = sameWords(words, kept.words)
  useUnsavedWarning(!isKept)

  const save = useTask(async () => setKept(await api.write(words)))
  const publish = useTask(async () => {
    if (!isKept) setKept(await api.write(words))
    setKept(await api.publish())
    setPublishing(false)
  })
  const takeBack = useTask(async () => setKept(await api.takeBack()))

  const lacking = missing ? missingIn(words) : []
  const askToPublish = (): void => {
    const lacks = missingIn(words).length > 0
    setMissing(lacks)
    setPublishing(!lacks)
  }
  const seen = pressSees(words, kept)
  return (
    <>
      <PressSees kept={kept} words={words} />
      <div className="explanation__fields">
        {languages.map((language) => (
          <TextAreaField
            key={language}
            label={languageNames[language]}
            lang={language}
            rows={10}
            maxLength={maxExplanationLength}
            error={lacking.includes(language) ? t('explanation.missing') : null}
            value={words[language]}
            onChange={(event) => setWords({ ...words, [language]: event.target.value })}
          />
        ))}
      </div>
      <DeskFailure error={save.error ?? takeBack.error} />
      <div className="page__actions">
        <Button look="primary" onClick={askToPublish}>
          {t(kept.published === null ? 'explanation.publish' : 'explanation.publishAgain')}
        </Button>
        <Button busy={save.busy} onClick={() => void save.run()}>
          {save.busy ? t('app.saving') : t('explanation.saveDraft')}
        </Button>
        {seen === 'nothing' ? null : (
          <Button busy={takeBack.busy} onClick={() => void takeBack.run()}>
            {t('explanation.takeBack')}
          </Button>
        )}
        {isKept ? (
          <output className="form__done">
            {missingIn(kept.words).length === languages.length ? '' : t('explanation.draftKept')}
          </output>
        ) : (
          <Status tone="warn">{t('explanation.draftNotKept')}</Status>
        )}
      </div>
      {publishing ? (
        <Dialog title={t('explanation.confirm.title')} onClose={() => setPublishing(false)}>
          <p>{t('explanation.confirm.body')}</p>
          <DeskFailure error={publish.error} />
          <div className="page__actions">
            <Button onClick={() => setPublishing(false)}>{t('app.cancel')}</Button>
            <Button look="primary" busy={publish.busy} onClick={() => void publish.run()}>
              {t('explanation.publish')}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  )
}

function PressSees({ kept, words }: { kept: Explanation; words: InThree }) {
  const { t } = useTranslation()
  const seen = pressSees(words, kept)
  const { published, publishedMs } = kept
  return (
    <div className="explanation__seen" aria-live="polite">
      <Status tone={seen === 'this' ? 'good' : seen === 'older' ? 'warn' : 'quiet'}>
        {t(`explanation.sees.${seen}`)}
        {publishedMs === null ? null : (
          <>
            {' '}
            <Moment ms={publishedMs} />
          </>
        )}
      </Status>
      {published === null || seen === 'this' ? null : (
        <details>
          <summary>{t('explanation.whatTheySee')}</summary>
          <div className="explanation__fields">
            {languages.map((language) => (
              <section key={language} lang={language} aria-label={languageNames[language]}>
                <h3>{languageNames[language]}</h3>
                <p className="explanation__published">{published[language]}</p>
              </section>
            ))}
          </div>
        </details>
      )}
    </div>
  )
}

/** Lets the browser ask before a page with words that are kept nowhere is closed. */
function useUnsavedWarning(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return undefined
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [unsaved])
}
