import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

const everyMs = 10_000

/**
 * The time in the title of the window, which nobody sees on a display: what stands over the browser (`infra/kiosk/kiosk-watch`) sees by
 * it that the page lives, and starts a browser anew whose page has died.
 */
export function useHeartbeat(): void {
  const { t } = useTranslation()
  const name = t('app.name')
  useEffect(() => {
    const beat = (): void => {
      document.title = `${name} ${new Date().toISOString().slice(11, 19)}`
    }
    beat()
    const timer = window.setInterval(beat, everyMs)
    return () => window.clearInterval(timer)
  }, [name])
}
