import { z } from 'zod'
import { language, roleGrant } from './identifiers.ts'
import { emailAddress, newLogin, personName } from './person-fields.ts'
import { oneLine } from './texts.ts'

/** What staff see of a person: roles in courts that are not theirs are left out. */
export const personSummary = z.strictObject({
  personId: z.string(),
  login: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  language,
  grants: z.array(roleGrant),
  /** `invited`: has not chosen a password yet. */
  state: z.enum(['invited', 'active']),
  /** The authenticator app is set up. */
  totp: z.boolean(),
  passkeyCount: z.number(),
  createdMs: z.number(),
  /** Of the last session that has not ended, to the minute. */
  seenMs: z.number().nullable(),
  /** Whether who asks may change name, address and login ways: not where the person serves further courts. */
  mayChange: z.boolean(),
  /** Of journalists; null for all else. */
  outletId: z.string().nullable(),
  cardNumber: z.string().nullable(),
})
export type PersonSummary = z.infer<typeof personSummary>

/**
 * `GET /api/courts/{courtId}/people` (people.manage) and `GET /api/courts/{courtId}/journalists` (journalists.manage).
 * `DELETE /api/courts/{courtId}/journalists/{journalistId}` (journalists.manage) takes the role in this court, and with the last
 * role the person; answers 204.
 */
export const peopleAnswer = z.strictObject({ people: z.array(personSummary) })
export type PeopleAnswer = z.infer<typeof peopleAnswer>

const identity = {
  login: newLogin,
  name: personName,
  email: emailAddress.nullable().default(null),
  language,
}

/** `POST /api/courts/{courtId}/people` (people.manage): answers `invitedAnswer`. `taken`: the login. `refused`: a role out of one's courts. */
export const personInviteRequest = z.strictObject({
  ...identity,
  grants: z.array(roleGrant).min(1).max(50),
})
export type PersonInviteRequest = z.infer<typeof personInviteRequest>

/**
 * `POST /api/courts/{courtId}/journalists` (journalists.manage): answers `invitedAnswer`. A journalist whom another court has
 * invited with this login and this e-mail address gets the role in this court as well, and no link.
 */
export const journalistInviteRequest = z.strictObject({
  ...identity,
  outletId: z.string().min(1).max(64).nullable().default(null),
  cardNumber: oneLine(64).nullable().default(null),
})
export type JournalistInviteRequest = z.infer<typeof journalistInviteRequest>

/**
 * `PATCH /api/courts/{courtId}/journalists/{journalistId}` (journalists.manage): answers `personSummary`. `refused` for whoever is more
 * than a journalist, or one of further courts. The address is not in it: links to sign in by go there, so an administrator changes it.
 */
export const journalistChangeRequest = z.strictObject({
  name: personName.optional(),
  language: language.optional(),
  /** One of this court's; null: none. */
  outletId: z.string().min(1).max(64).nullable().optional(),
  cardNumber: oneLine(64).nullable().optional(),
})
export type JournalistChangeRequest = z.infer<typeof journalistChangeRequest>

/** A one-time link, as the officer sees it. */
export const madeLink = z.strictObject({
  /** To be copied; null where it was sent by mail. */
  link: z.string().nullable(),
  /** It was handed to the mail server. */
  mailed: z.boolean(),
  endsMs: z.number(),
})
export type MadeLink = z.infer<typeof madeLink>

export const invitedAnswer = z.strictObject({
  person: personSummary,
  /** Null: the person has an account already. */
  invitation: madeLink.nullable(),
})
export type InvitedAnswer = z.infer<typeof invitedAnswer>

/**
 * `PATCH /api/people/{personId}` (people.manage): answers `personSummary`. `refused`: a role out of one's courts, one's own roles,
 * or the name or address of somebody who serves further courts.
 * `DELETE /api/people/{personId}` removes the person from everywhere, at once, and answers 204.
 */
export const personChangeRequest = z.strictObject({
  name: personName.optional(),
  email: emailAddress.nullable().optional(),
  language: language.optional(),
  give: z.array(roleGrant).max(50).default([]),
  take: z.array(roleGrant).max(50).default([]),
})
export type PersonChangeRequest = z.infer<typeof personChangeRequest>

/**
 * `POST /api/people/{personId}/reset-link` (people.manage) and
 * `POST /api/courts/{courtId}/journalists/{journalistId}/reset-link` (journalists.manage): answers `madeLink`. For somebody who has
 * not chosen a password yet it is a new invitation.
 */
export const resetLinkRequest = z.strictObject({
  /** Takes the authenticator app away, of somebody who has lost it. */
  removeSecondFactor: z.boolean().default(false),
})
