import { useEffect, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** The page's heading, also the tab's title; takes the focus when the page comes, so that readers hear where they are. */
export function PageTitle({ title, children }: { title: string; children?: ReactNode }) {
  const { t } = useTranslation()
  const heading = useRef<HTMLHeadingElement>(null)
  const appName = t('app.name')
  useEffect(() => {
    document.title = `${title} · ${appName}`
  }, [title, appName])
  useEffect(() => {
    // A field with autofocus, where the page has one, goes first. What was pressed on the page before has left the focus to this one's whole.
    const { activeElement, body } = document
    if (activeElement === body || activeElement?.tagName === 'MAIN') heading.current?.focus()
  }, [])
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children ?? title}
    </h1>
  )
}
