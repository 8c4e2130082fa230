import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'

export interface NoticeProps {
  tone: 'info' | 'warn' | 'bad'
  /** What happened. */
  what: ReactNode
  /** What happens next, or what to do. */
  next?: ReactNode
  children?: ReactNode
}

/** Says what happened and what happens next. Readers hear it when it appears, without losing their place. */
export function Notice({ tone, what, next, children }: NoticeProps) {
  return (
    <div className={`notice notice--${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon name={tone === 'info' ? 'info' : 'warning'} />
      <div className="notice__words">
        <p className="notice__what">{what}</p>
        {next === undefined ? null : <p>{next}</p>}
        {children}
      </div>
    </div>
  )
}
