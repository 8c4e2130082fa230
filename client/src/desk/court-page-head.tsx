import type { ReactNode } from 'react'
import { PageTitle } from '../ui/page-title.tsx'
import './court-page-head.css'
import { CourtSwitch, type CourtSwitchProps } from './court-switch.tsx'

export interface CourtPageHeadProps extends CourtSwitchProps {
  title: string
  /** What can be done from here. */
  children?: ReactNode
}

/** Heads the pages of a court: what it is, of which court, and the one thing that is done from it. */
export function CourtPageHead({ title, children, ...courts }: CourtPageHeadProps) {
  return (
    <header className="court-head">
      <div className="page__head">
        <PageTitle title={title} />
        <CourtSwitch {...courts} />
      </div>
      {children}
    </header>
  )
}
