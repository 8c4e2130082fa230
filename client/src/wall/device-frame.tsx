import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useServerNow } from '../ui/use-server-now.ts'
import { clockFormat, timeText } from '../i18n/date-format.ts'
import type { DeviceLink } from './device-socket.ts'

/** The server's time, each second. */
export function DeviceClock({ offsetMs }: { offsetMs: number }) {
  const { i18n } = useTranslation()
  const nowMs = useServerNow(useMemo(() => ({ offsetMs: () => offsetMs }), [offsetMs]))
  return <time className="device-clock">{clockFormat(i18n.resolvedLanguage).format(nowMs)}</time>
}

/** One line while the server can't be reached. */
export function LinkLine({ link }: { link: DeviceLink }) {
  const { t, i18n } = useTranslation()
  if (link.kind !== 'lost') return null
  const time = timeText(link.sinceMs, i18n.resolvedLanguage)
  return (
    <output className="device-link">
      <svg className="device-link__shape" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d="M12 2 23 22H1z" />
      </svg>
      {t(link.before ? 'wall.link.lost' : 'wall.link.looking', { time })}
    </output>
  )
}

const blinkMs = 10_000

/** The device's name in huge letters, each time that it is asked to show itself. */
export function Blink({ blinks, name }: { blinks: number; name: string }) {
  const [shown, setShown] = useState(0)
  useEffect(() => {
    if (blinks === 0) return undefined
    const timer = window.setTimeout(() => setShown(blinks), blinkMs)
    return () => window.clearTimeout(timer)
  }, [blinks])
  if (blinks === shown) return null
  return (
    <output className="device-blink">
      <span className="device-blink__name">{name}</span>
    </output>
  )
}
