import { CaseNumber } from './case-number.tsx'

export interface CaseFactsProps {
  number: string
  /** Any of them may be empty. */
  more: readonly string[]
}

/** A hearing's case, and what else staff know it by, on one line. */
export function CaseFacts({ number, more }: CaseFactsProps) {
  return (
    <>
      <CaseNumber number={number} />
      {more.filter((part) => part !== '').map((part) => ` · ${part}`)}
    </>
  )
}
