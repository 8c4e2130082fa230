import { useLayoutEffect, useState } from 'react'

/** What the fragment of a one-time link's address holds; null: nothing that could be one. */
export function secretIn(fragment: string): string | null {
  const secret = fragment.replace(/^#/, '')
  return /^[\w-]{20,64}$/.test(secret) ? secret : null
}

/**
 * The secret of the one-time link by which the page was opened. It is taken out of the address at once, so that it stays neither in
 * the history nor in what is copied, or seen over a shoulder; a reload forgets it.
 */
export function useLinkSecret(isLinkPage: boolean): string | null {
  const [secret, setSecret] = useState<string | null>(null)
  useLayoutEffect(() => {
    if (!isLinkPage) return undefined
    const take = (): void => {
      const { hash, pathname } = window.location
      const found = secretIn(hash)
      // Another fragment is the skip link's.
      if (found === null) return
      window.history.replaceState(null, '', pathname)
      setSecret(found)
    }
    take()
    // A second link that is pasted over the first changes nothing but the fragment.
    window.addEventListener('hashchange', take)
    return () => window.removeEventListener('hashchange', take)
  }, [isLinkPage])
  return secret
}
