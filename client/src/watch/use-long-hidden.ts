import { useEffect, useState } from 'react'

/** A look at another tab is no leaving, ms. */
const longMs = 60_000

const isHidden = (): boolean => document.visibilityState === 'hidden'

/** Whether nobody has seen the page for a while, or ever. */
export function useLongHidden(): boolean {
  const [hidden, setHidden] = useState(isHidden)
  useEffect(() => {
    let timer: number | undefined
    const changed = (): void => {
      window.clearTimeout(timer)
      if (isHidden()) timer = window.setTimeout(() => setHidden(true), longMs)
      else setHidden(false)
    }
    document.addEventListener('visibilitychange', changed)
    return () => {
      window.clearTimeout(timer)
      document.removeEventListener('visibilitychange', changed)
    }
  }, [])
  return hidden
}
