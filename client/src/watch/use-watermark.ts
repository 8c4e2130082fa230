import { useEffect, type RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { ServerClock } from '../api/server-clock.ts'
import { dateFormat } from '../i18n/date-format.ts'
import { startWatermark, type WatermarkWords } from './watermark.ts'

/** Keeps the viewer's name, outlet and the court's time over the picture for as long as there is one. */
export function useWatermark(
  stage: RefObject<HTMLElement | null>,
  words: WatermarkWords | null,
  clock: ServerClock,
): void {
  const { i18n } = useTranslation()
  const language = i18n.resolvedLanguage
  const name = words?.name ?? null
  const outlet = words?.outlet ?? ''
  useEffect(() => {
    const host = stage.current
    if (host === null || name === null) return undefined
    const time = dateFormat(language, 'second')
    const mark = startWatermark(host, () =>
      [name, outlet, time.format(Date.now() + clock.offsetMs())].filter((line) => line !== '').join('\n'),
    )
    return () => mark.stop()
  }, [stage, name, outlet, language, clock])
}
