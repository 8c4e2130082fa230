import { useEffect } from 'react'

/** Keeps a phone's screen from going dark while `wanted`; only over HTTPS, and only as long as the device lets us. */
export function useWakeLock(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || !('wakeLock' in navigator)) return undefined
    let over = false
    let lock: WakeLockSentinel | null = null
    const ask = async (): Promise<void> => {
      if (document.visibilityState !== 'visible') return
      try {
        const given = await navigator.wakeLock.request('screen')
        if (over) await given.release()
        else lock = given
      } catch {
        // A low battery is a reason to refuse.
      }
    }
    // The browser takes it back whenever the page is hidden.
    const shown = (): void => void ask()
    document.addEventListener('visibilitychange', shown)
    void ask()
    return () => {
      over = true
      document.removeEventListener('visibilitychange', shown)
      lock?.release().catch(() => undefined)
    }
  }, [wanted])
}
