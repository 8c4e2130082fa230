import { useCallback, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Loading } from '../ui/loading.tsx'
import { Section } from '../ui/section.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import type { CourtApi } from './court-api.ts'
import { CourtFailure } from './court-failure.tsx'
import { SaveForm } from './save-form.tsx'
import { nothingInThree, ThreeFields } from './three-fields.tsx'
import type { Undertaking } from '@press-gallery/server/protocol/attendance'

export interface UndertakingSectionProps {
  api: CourtApi
  courtId: string
}

/** What a journalist accepts before the first watch. */
export function UndertakingSection({ api, courtId }: UndertakingSectionProps) {
  const { t } = useTranslation()
  const ask = useCallback(async () => ({ undertaking: await api.undertaking(courtId) }), [api, courtId])
  const { value, error, reload } = useAnswer(ask)
  return (
    <Section title={t('courts.undertaking.title')}>
      <p>{t('courts.undertaking.lead')}</p>
      <CourtFailure error={error} />
      {value === null ? (
        error === null ? (
          <Loading />
        ) : null
      ) : (
        <UndertakingForm
          key={value.undertaking?.version ?? 0}
          undertaking={value.undertaking}
          save={async (words) => {
            await api.setUndertaking(courtId, words)
            reload()
          }}
        />
      )}
    </Section>
  )
}

interface UndertakingFormProps {
  undertaking: Undertaking | null
  save: (words: Undertaking['words']) => Promise<void>
}

function UndertakingForm({ undertaking, save }: UndertakingFormProps) {
  const { t } = useTranslation()
  const [words, setWords] = useState(undertaking?.words ?? nothingInThree)
  const [incomplete, setIncomplete] = useState(false)
  const submit = (): (() => Promise<void>) | null => {
    const texts = Object.values(words).map((text) => text.trim() !== '')
    const lacking = texts.some(Boolean) && !texts.every(Boolean)
    setIncomplete(lacking)
    return lacking ? null : () => save(words)
  }
  return (
    <>
      <p className="row__facts">
        {undertaking === null
          ? t('courts.undertaking.none')
          : t('courts.undertaking.version', { version: undertaking.version })}
      </p>
      <SaveForm action={t('courts.undertaking.save')} onSubmit={submit}>
        <ThreeFields
          legend={t('courts.undertaking.text')}
          value={words}
          onChange={setWords}
          rows={6}
          maxLength={20_000}
        />
        {incomplete ? (
          <p className="field__error" role="alert">
            {t('courts.undertaking.incomplete')}
          </p>
        ) : null}
      </SaveForm>
    </>
  )
}
