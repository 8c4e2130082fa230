import type { ComponentProps, MouseEvent } from 'react'
import { navigate } from '../route.ts'

export interface LinkProps extends ComponentProps<'a'> {
  href: string
  /** Called before the page changes, and not for new tabs and windows. */
  onFollow?: () => void
}

/** A link within the site: an ordinary one for new tabs and copying, without a page load for a plain click. */
export function Link({ href, onFollow, children, ...rest }: LinkProps) {
  const follow = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    onFollow?.()
    navigate(href)
  }
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  )
}
