import { useId, type ReactNode, type Ref } from 'react'

export interface SectionProps {
  title: string
  /** Takes the focus when what had it is gone from the section. */
  headingRef?: Ref<HTMLHeadingElement>
  children: ReactNode
}

/** A part of a page with a heading of its own. */
export function Section({ title, headingRef, children }: SectionProps) {
  const id = useId()
  return (
    <section className="card" aria-labelledby={id}>
      <h2 id={id} ref={headingRef} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  )
}
