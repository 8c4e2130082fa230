import type { HearingState } from '@press-gallery/server/protocol/hearing-state'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export interface StateBadgeProps {
  state: HearingState
  /** `row`: in a line of text; `large`: heads a page, read from two metres; `wall`: as large as what it stands in, read from five. */
  size?: 'row' | 'large' | 'wall'
  /** What to say instead of the state's general word; the shape stays. */
  word?: ReactNode
}

/** Of 16 by 16; each is told from all others in grey, and small. */
const shapeOf: Record<HearingState, ReactNode> = {
  live: (
    <>
      <circle cx="8" cy="8" r="4.25" fill="currentColor" />
      <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" strokeWidth="1.75" />
    </>
  ),
  recess: <path d="M2.5 1.5h4v13h-4zM9.5 1.5h4v13h-4z" fill="currentColor" />,
  closed: <path d="M.5.5h15v15H.5zM3.5 6.25v3.5h9v-3.5z" fill="currentColor" fillRule="evenodd" />,
  scheduled: (
    <path d="M8 1.25a6.75 6.75 0 1 0 0 13.5 6.75 6.75 0 0 0 0-13.5zM8 4.5V8l2.75 1.75" {...line(1.75)} />
  ),
  ended: <path d="M1.75 8.5 6.25 13 14.5 3.25" {...line(2.25)} />,
  sealed: <path d="M2.25 7.25h11.5v7.5H2.25zM4.75 7.25V4.5a3.25 3.25 0 0 1 6.5 0v2.75" {...line(1.9)} />,
  cancelled: <path d="m2.5 2.5 11 11M13.5 2.5l-11 11" {...line(2.25)} />,
}

/** What a hearing is in: a shape and a word, and a colour beside them. */
export function StateBadge({ state, size = 'row', word }: StateBadgeProps) {
  const { t } = useTranslation()
  return (
    <span className={`state-badge state-badge--${size} state-badge--${state}`} data-state={state}>
      <svg className="state-badge__shape" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        {shapeOf[state]}
      </svg>
      <span className="state-badge__word">{word ?? t(`hearings.state.${state}`)}</span>
    </span>
  )
}

function line(strokeWidth: number) {
  return {
    fill: 'none',
    stroke: 'currentColor',
    strokeWidth,
    strokeLinecap: 'round',
    strokeLinejoin: 'round',
  } as const
}
