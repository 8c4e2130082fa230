import { useEffect, useState } from 'react'

/** How long a browser may take to begin with sound, ms. */
const patienceMs = 2_000

/**
 * Whether this browser plays sound before anybody has touched the page; null while that is being found out. A touch or a key
 * allows it.
 */
export function useSoundPermission(): boolean | null {
  const [allowed, setAllowed] = useState<boolean | null>(null)
  useEffect(() => {
    if (!('AudioContext' in globalThis)) return undefined
    // The rules for it are those for elements, and it can be asked without stopping a picture.
    const context = new AudioContext()
    const look = (): void => {
      if (context.state !== 'running') return
      setAllowed(true)
      end()
    }
    const touched = (): void => {
      setAllowed(true)
      end()
    }
    const timer = window.setTimeout(() => setAllowed((known) => known ?? false), patienceMs)
    const end = (): void => {
      window.clearTimeout(timer)
      context.removeEventListener('statechange', look)
      window.removeEventListener('pointerdown', touched)
      window.removeEventListener('keydown', touched)
      if (context.state !== 'closed') context.close().catch(() => undefined)
    }
    context.addEventListener('statechange', look)
    window.addEventListener('pointerdown', touched)
    window.addEventListener('keydown', touched)
    look()
    return end
  }, [])
  return allowed
}
