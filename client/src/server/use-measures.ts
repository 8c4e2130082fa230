import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useTimes } from '../desk/use-times.ts'

/** How times and sizes stand beside each other on these pages. */
export interface Measures {
  size: (bytes: number) => string
  /** A past moment and how long ago it is; `never` in words where it is null. */
  past: (ms: number | null) => string
  /** A moment to come, or one that is over. */
  coming: (ms: number) => string
  moment: (ms: number) => string
  clock: (ms: number) => string
  elapsed: (ms: number) => string
}

const giga = 1e9
/** What is no older than this is as good as of now: the page itself asks less often. */
const justNowMs = 2000

/** `nowMs`: the server's time. */
export function useMeasures(nowMs: number): Measures {
  const { t } = useTranslation()
  const { moment, clock, elapsed } = useTimes()
  return useMemo(() => {
    const ago = (ms: number): string =>
      nowMs - ms < justNowMs
        ? t('server.justNow', { moment: moment(ms) })
        : t('server.ago', { moment: moment(ms), elapsed: elapsed(nowMs - ms) })
    return {
      moment,
      clock,
      elapsed,
      size: (bytes) =>
        bytes >= giga ? t('server.size.gb', { n: bytes / giga }) : t('server.size.mb', { n: bytes / 1e6 }),
      past: (ms) => (ms === null ? t('server.never') : ago(ms)),
      coming: (ms) =>
        ms < nowMs ? ago(ms) : t('server.in', { moment: moment(ms), elapsed: elapsed(ms - nowMs) }),
    }
  }, [t, moment, clock, elapsed, nowMs])
}
