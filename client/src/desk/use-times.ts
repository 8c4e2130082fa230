import type { DeskHearing } from '@press-gallery/server/protocol/desk'
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import { clockFormat, dateFormat } from '../i18n/date-format.ts'
import { elapsedOf } from './elapsed.ts'

/** The server's time now, ms since the epoch, a new one at each of its full seconds. */
export function useServerNow(clock: Pick<ServerClock, 'offsetMs'>): number {
  const [nowMs, setNowMs] = useState(() => Date.now() + clock.offsetMs())
  useEffect(() => {
    let timer: number | undefined
    // Each time anew: an interval begins anywhere within a second, and drifts over its end.
    const wait = (): void => {
      const toNextMs = 1000 - ((Date.now() + clock.offsetMs()) % 1000)
      timer = window.setTimeout(() => {
        setNowMs(Date.now() + clock.offsetMs())
        wait()
      }, toNextMs)
    }
    wait()
    return () => window.clearTimeout(timer)
  }, [clock])
  return nowMs
}

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
