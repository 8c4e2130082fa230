import type { Language } from '@press-gallery/server/protocol/identifiers'
import {
  journalistChangeRequest,
  personChangeRequest,
  type JournalistChangeRequest,
  type PersonSummary,
} from '@press-gallery/server/protocol/people'

/** Somebody's particulars as their form holds them. */
export interface FactsDraft {
  name: string
  /** `''`: none. */
  email: string
  language: Language
}

/** A journalist's, as the form of a press officer holds them. */
export interface JournalistDraft {
  name: string
  language: Language
  /** `''`: none, or one that the officer does not know. */
  outletId: string
  /** `''`: none. */
  cardNumber: string
}

/** The fields that can be wrong, in their order on the form. */
const factFields = ['name', 'email', 'cardNumber'] as const
export type FactField = (typeof factFields)[number]

/** What of somebody's particulars is to become another; what stays is left out. */
export type FactsChange = { [K in keyof FactsDraft]?: K extends 'email' ? string | null : FactsDraft[K] }

export type Checked<C> = { change: C } | { amiss: FactField[] }

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

export function factsChange(
  { name, email, language }: FactsDraft,
  before: Pick<PersonSummary, 'name' | 'email' | 'language'>,
): Checked<FactsChange> {
  const address = orNull(email)
  const parsed = personChangeRequest.safeParse({ name, email: address, language })
  if (!parsed.success) return { amiss: amissOf(parsed.error.issues) }
  const written = name.trim()
  return {
    change: {
      ...(written === before.name ? {} : { name: written }),
      ...(address === before.email ? {} : { email: address }),
      ...(language === before.language ? {} : { language }),
    },
  }
}

/** `before`: as the form showed them at first. */
export function journalistChange(
  { name, language, outletId, cardNumber }: JournalistDraft,
  before: JournalistDraft,
): Checked<JournalistChangeRequest> {
  const card = orNull(cardNumber)
  const parsed = journalistChangeRequest.safeParse({ name, cardNumber: card })
  if (!parsed.success) return { amiss: amissOf(parsed.error.issues) }
  const written = name.trim()
  return {
    change: {
      ...(written === before.name ? {} : { name: written }),
      ...(language === before.language ? {} : { language }),
      ...(outletId === before.outletId ? {} : { outletId: orNull(outletId) }),
      ...(card === orNull(before.cardNumber) ? {} : { cardNumber: card }),
    },
  }
}

function amissOf(issues: readonly { path: readonly PropertyKey[] }[]): FactField[] {
  const wrong = new Set(issues.map(({ path }) => path[0]))
  return factFields.filter((field) => wrong.has(field))
}
