import { useEffect, useState } from 'react'

/** A part of the pages can't be fetched: the network is away, or the server has a newer version without it. */
export class PartMissing extends Error {
  override name = 'PartMissing'
}

/**
 * A part of the page that is loaded apart, from the moment this is rendered; null until it is there. Unlike `lazy`, what is
 * loaded by the time it is needed is shown at once, without a placeholder that React then keeps for a while. Throws `PartMissing`
 * where it is `needed` now and can't be had.
 */
export function useLoaded<T>(load: () => Promise<T>, needed = true): T | null {
  const [loaded, setLoaded] = useState<{ part: T } | { cause: unknown } | null>(null)
  useEffect(() => {
    let wanted = true
    load()
      .then((part) => wanted && setLoaded({ part }))
      .catch((cause: unknown) => wanted && setLoaded({ cause }))
    return () => {
      wanted = false
    }
  }, [load])
  if (loaded === null) return null
  if ('part' in loaded) return loaded.part
  if (needed) throw new PartMissing('a part of the pages could not be fetched', { cause: loaded.cause })
  return null
}
