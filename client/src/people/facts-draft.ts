import type { Language } from '@press-gallery/server/protocol/identifiers'
import { personChangeRequest, type PersonSummary } from '@press-gallery/server/protocol/people'

/** Somebody's particulars as their form holds them. */
export interface FactsDraft {
  name: string
  /** `''`: none. */
  email: string
  language: Language
}

/** The fields that can be wrong, in their order on the form. */
const factFields = ['name', 'email'] as const
export type FactField = (typeof factFields)[number]

/** What of somebody's particulars is to become another; what stays is left out. */
export type FactsChange = { [K in keyof FactsDraft]?: K extends 'email' ? string | null : FactsDraft[K] }

export function factsChange(
  { name, email, language }: FactsDraft,
  before: Pick<PersonSummary, 'name' | 'email' | 'language'>,
): { change: FactsChange } | { amiss: FactField[] } {
  const address = email.trim() === '' ? null : email.trim()
  const parsed = personChangeRequest.safeParse({ name, email: address, language })
  if (!parsed.success) {
    const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]))
    return { amiss: factFields.filter((field) => wrong.has(field)) }
  }
  const written = name.trim()
  return {
    change: {
      ...(written === before.name ? {} : { name: written }),
      ...(address === before.email ? {} : { email: address }),
      ...(language === before.language ? {} : { language }),
    },
  }
}
