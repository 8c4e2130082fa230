import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import type { Api } from '../api/client.ts'
import { isLanguage } from '../i18n/languages.ts'
import { Button } from '../ui/button.tsx'
import { Failure } from '../ui/failure.tsx'
import { Link } from '../ui/link.tsx'
import { Loading } from '../ui/loading.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { useTask } from '../ui/use-task.ts'

export interface UndertakingPageProps {
  api: Pick<Api, 'undertaking' | 'acceptUndertaking'>
  hearingId: string
  onAccepted: () => void
}

/** The court's undertaking in the place of the hearing, until it is accepted. */
export function UndertakingPage({ api, hearingId, onAccepted }: UndertakingPageProps) {
  const { t, i18n } = useTranslation()
  const { value, error, reload } = useAnswer(useCallback(() => api.undertaking(hearingId), [api, hearingId]))
  const accepting = useTask(async (version: number) => {
    try {
      await api.acceptUndertaking(hearingId, version)
    } catch (failure) {
      // The court has changed it meanwhile: what is to be accepted is the new text.
      if (failure instanceof ApiError && failure.code === 'state_moved_on') reload()
      throw failure
    }
    onAccepted()
  })
  if (value === null) return error === null ? <Loading /> : <Failure error={error} />
  const { undertaking } = value
  const language = i18n.resolvedLanguage
  const words = undertaking === null || !isLanguage(language) ? '' : undertaking.words[language]
  return (
    <section className="card undertaking" aria-labelledby="undertaking">
      <h2 id="undertaking">{t('undertaking.title')}</h2>
      <p className="page__lead">{t('undertaking.lead')}</p>
      <div className="undertaking__words">{words}</div>
      <p className="page__lead">{t('undertaking.kept')}</p>
      <Failure
        error={accepting.error}
        here={{
          state_moved_on: { what: t('undertaking.changed'), next: t('undertaking.changedNext') },
        }}
      />
      <div className="page__actions">
        <Button
          look="primary"
          busy={accepting.busy}
          onClick={() => void (undertaking === null ? onAccepted() : accepting.run(undertaking.version))}
        >
          {t('undertaking.accept')}
        </Button>
        <Link className="button button--secondary" href="/hearings">
          {t('app.toHearings')}
        </Link>
      </div>
    </section>
  )
}
