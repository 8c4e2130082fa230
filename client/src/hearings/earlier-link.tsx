import { Link } from '../ui/link.tsx'

/** The way to what was over before. */
export function EarlierLink({ href, words }: { href: string; words: string }) {
  return (
    <p>
      <Link className="button button--secondary" href={href}>
        {words}
      </Link>
    </p>
  )
}
