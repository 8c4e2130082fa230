import { useEffect, useState } from 'react'
import type { ServerClock } from '../api/server-clock.ts'

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
