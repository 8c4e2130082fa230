import type { ReactNode } from 'react'

export interface Fact {
  label: string
  value: ReactNode
}

/** Names of things and how they are. */
export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="server-facts">
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
