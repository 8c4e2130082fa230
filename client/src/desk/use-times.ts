import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { clockFormat, dateFormat } from '../i18n/date-format.ts'
import { elapsedOf } from './elapsed.ts'

/** How times are written in the language of the page. */
export interface Times {
  /** With seconds. */
  clock: (ms: number) => string
  /** Day and time, to the minute. */
  moment: (ms: number) => string
  /** Day and time, to the second. */
  exact: (ms: number) => string
  /** When it is planned for; once it has begun, since when it is what it is. */
  ofHearing: (hearing: Pick<DeskHearing, 'plannedStartMs' | 'standing'>) => string
  /** A time span, in two units. */
  elapsed: (ms: number) => string
}

export function useTimes(): Times {
  const { t, i18n } = useTranslation()
  const language = i18n.resolvedLanguage ?? 'en'
  return useMemo(() => {
    const clock = clockFormat(language)
    const moment = dateFormat(language, 'minute')
    const exact = dateFormat(language, 'second')
    return {
      clock: (ms) => clock.format(ms),
      moment: (ms) => moment.format(ms),
      exact: (ms) => exact.format(ms),
      ofHearing({ plannedStartMs, standing: { state, sinceMs } }) {
        if (state !== 'scheduled') return t(`desk.began.${state}`, { time: moment.format(sinceMs) })
        if (plannedStartMs === null) return t('desk.noTime')
        return t('desk.planned', { time: moment.format(plannedStartMs) })
      },
      elapsed(ms) {
        const span = elapsedOf(ms)
        if (span.unit === 's') return t('desk.elapsed.s', span)
        if (span.unit === 'm') return t('desk.elapsed.m', span)
        if (span.unit === 'h') return t('desk.elapsed.h', span)
        return t('desk.elapsed.d', span)
      },
    }
  }, [t, language])
}
