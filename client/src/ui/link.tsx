import type { ComponentProps, MouseEvent } from 'react'
import { navigate } from '../route.ts'

export interface LinkProps extends ComponentProps<'a'> {
  href: string
  /** Called before the page changes, and not for new tabs and windows; the page waits for a promise, a moment. */
  onFollow?: () => Promise<void> | null
}

/** Below what a person feels as a wait, ms. */
const maxWaitMs = 100

/** Goes there after a moment at most, unless the person has gone elsewhere meanwhile. */
async function whenDone(before: Promise<void>, href: string): Promise<void> {
  const from = window.location.href
  await Promise.race([before, new Promise((resolve) => window.setTimeout(resolve, maxWaitMs))])
  if (window.location.href === from) navigate(href)
}

/** A link within the site: an ordinary one for new tabs and copying, without a page load for a plain click. */
export function Link({ href, onFollow, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    const before = onFollow?.() ?? null
    if (before === null) {
      navigate(href)
      return
    }
    void whenDone(before, href)
  }
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  )
}
