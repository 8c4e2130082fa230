import { timeOfPlace } from '@press-gallery/server/protocol/earlier'
import { useCallback, useId, type ComponentType, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dayText, timeText } from '../i18n/date-format.ts'
import { Button } from '../ui/button.tsx'
import { Loading } from '../ui/loading.tsx'
import { Notice } from '../ui/notice.tsx'
import { useAnswer } from '../ui/use-answer.ts'
import { DayForm } from './day-form.tsx'
import { dayBefore, endOfDay } from './days.ts'
import { EarlierLink } from './earlier-link.tsx'

/** A page of hearings that were over before a place, and the place where the next one begins. */
export interface EarlierPart<H> {
  hearings: readonly H[]
  earlier: string | null
}

export interface EarlierHearingsProps<H> {
  /** Asks the server for the page that begins at a place; the same function at each rendering. */
  ask: (before: string) => Promise<EarlierPart<H>>
  before: string
  /** Where the pages have their addresses: the place follows. */
  path: string
  list: (hearings: readonly H[]) => ReactNode
  /** Says why there is no page. */
  Failing: ComponentType<{ error: unknown }>
}

/**
 * What was over before a place, a page of it, and the way to the next: each page has an address of its own, so that going back leads to
 * the very hearings that were there. It is over, and need not be asked for again and again.
 */
export function EarlierHearings<H>({ ask, before, path, list, Failing }: EarlierHearingsProps<H>) {
  const { t, i18n } = useTranslation()
  const id = useId()
  const { value, error, reload } = useAnswer(useCallback(() => ask(before), [ask, before]))
  const language = i18n.resolvedLanguage
  const beforeMs = timeOfPlace(before)
  const isDayEnd = endOfDay(dayBefore(beforeMs)) === beforeMs
  return (
    <>
      <DayForm beforeMs={beforeMs} path={path} />
      <section className="hearing-group" aria-labelledby={id}>
        <h2 id={id} className="hearing-group__title">
          {isDayEnd
            ? t('earlier.untilDay', { day: dayText(beforeMs - 1, language) })
            : t('earlier.before', { time: timeText(beforeMs, language) })}
        </h2>
        {value !== null ? (
          value.hearings.length === 0 ? (
            <Notice tone="info" what={t('earlier.none')} />
          ) : (
            list(value.hearings)
          )
        ) : error === null ? (
          <Loading />
        ) : (
          <>
            <Failing error={error} />
            <div className="page__actions">
              <Button onClick={reload}>{t('app.tryAgain')}</Button>
            </div>
          </>
        )}
      </section>
      {value === null || value.earlier === null ? null : (
        <EarlierLink href={`${path}/${value.earlier}`} words={t('earlier.next')} />
      )}
    </>
  )
}
