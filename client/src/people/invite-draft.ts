import type { Language, RoleGrant } from '@press-gallery/server/protocol/identifiers'
import {
  journalistInviteRequest,
  personInviteRequest,
  type JournalistInviteRequest,
  type PersonInviteRequest,
} from '@press-gallery/server/protocol/people'
import type { z } from 'zod'

/** What the form of an invitation holds. */
export interface InviteDraft {
  name: string
  login: string
  /** `''`: none. */
  email: string
  language: Language
  /** Of staff. */
  grants: RoleGrant[]
  /** Of journalists; `''`: none. */
  outletId: string
  cardNumber: string
}

/** The fields that can be wrong, in their order on the form. */
export const draftFields = ['name', 'login', 'email', 'cardNumber', 'grants'] as const
export type DraftField = (typeof draftFields)[number]

export type Checked<R> = { request: R } | { amiss: DraftField[] }

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

function checked<S extends z.ZodType>(schema: S, request: z.input<S>): Checked<z.output<S>> {
  const parsed = schema.safeParse(request)
  if (parsed.success) return { request: parsed.data }
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0]))
  return { amiss: draftFields.filter((field) => wrong.has(field)) }
}

/** As the server will parse it. */
export const personInvite = ({
  name,
  login,
  email,
  language,
  grants,
}: InviteDraft): Checked<PersonInviteRequest> =>
  checked(personInviteRequest, { name, login, email: orNull(email), language, grants })

export const journalistInvite = (draft: InviteDraft): Checked<JournalistInviteRequest> => {
  const { name, login, email, language, outletId, cardNumber } = draft
  return checked(journalistInviteRequest, {
    name,
    login,
    email: orNull(email),
    language,
    outletId: orNull(outletId),
    cardNumber: orNull(cardNumber),
  })
}
