import { useTranslation } from 'react-i18next'
import { errorWords, type ErrorWords } from '../i18n/error-words.ts'
import { Notice } from './notice.tsx'

export interface Said {
  what: string
  next: string
}

export interface FailureProps {
  /** What was thrown; null: nothing is shown. */
  error: unknown
  /** What a code means here, where the general words would mislead. */
  here?: Partial<Record<ErrorWords, Said>>
}

/** Says of what was asked of the server why it was not done, and what to do. */
export function Failure({ error, here = {} }: FailureProps) {
  const { t } = useTranslation()
  if (error === null) return null
  const code = errorWords(error)
  const said = here[code] ?? { what: t(`error.${code}.what`), next: t(`error.${code}.next`) }
  return <Notice tone="bad" what={said.what} next={said.next} />
}
