import { useEffect, useState } from 'react'

/**
 * A part of the page that is loaded apart, from the moment this is rendered; null until it is there. Unlike `lazy`, what is
 * loaded by the time it is needed is shown at once, without a placeholder that React then keeps for a while.
 */
export function useLoaded<T>(load: () => Promise<T>): T | null {
  const [loaded, setLoaded] = useState<{ part: T } | { error: unknown } | null>(null)
  useEffect(() => {
    let wanted = true
    load()
      .then((part) => wanted && setLoaded({ part }))
      .catch((error: unknown) => wanted && setLoaded({ error }))
    return () => {
      wanted = false
    }
  }, [load])
  if (loaded === null) return null
  if ('error' in loaded) throw loaded.error
  return loaded.part
}
