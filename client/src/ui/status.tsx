import type { ReactNode } from 'react'

export type StatusTone = 'good' | 'warn' | 'bad' | 'quiet'

/** Each tone has a shape of its own, so that it is told without colour: disc, triangle, square, ring. */
const shapeOf: Record<StatusTone, ReactNode> = {
  good: <circle cx="6" cy="6" r="5.5" fill="currentColor" />,
  warn: <path d="M6 0 12 11.5H0z" fill="currentColor" />,
  bad: <path d="M.5.5h11v11H.5z" fill="currentColor" />,
  quiet: <circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" strokeWidth="2" />,
}

export function Status({ tone, children }: { tone: StatusTone; children: ReactNode }) {
  return (
    <span className={`status status--${tone}`}>
      <svg className="status__shape" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
        {shapeOf[tone]}
      </svg>
      <span>{children}</span>
    </span>
  )
}
