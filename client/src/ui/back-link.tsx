import { Icon } from './icon.tsx'
import { Link } from './link.tsx'

export interface BackLinkProps {
  href: string
  words: string
  /** The key that goes there as well, as `aria-keyshortcuts` has it. */
  shortcut?: string | undefined
}

/** The way back to the list that a page belongs to. */
export function BackLink({ href, words, shortcut }: BackLinkProps) {
  return (
    <Link className="back-link" href={href} aria-keyshortcuts={shortcut}>
      <Icon name="back" />
      {words}
    </Link>
  )
}
