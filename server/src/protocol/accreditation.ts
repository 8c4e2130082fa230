import { z } from 'zod'
import { ejectionReason, undertaking } from './attendance.ts'
import { identifier, inThree, language } from './identifiers.ts'
import { oneLine, shownText } from './texts.ts'

/** A reason, in a few lines. */
const reason = shownText(2000).trim()
const cardNumber = oneLine(64)
const momentMs = z.int().min(0).max(8_640_000_000_000_000)

export const accreditationStates = ['requested', 'granted', 'refused', 'revoked'] as const
export const accreditationState = z.enum(accreditationStates)
export type AccreditationState = z.infer<typeof accreditationState>

const hearingNamed = z.strictObject({ id: identifier, title: z.string(), caseNumber: z.string() })

/**
 * `POST /api/hearings/{hearingId}/accreditation-requests` (journalist): asks for the right to one hearing that the list shows;
 * 201, `ownAccreditation`. `taken` while an earlier request for it is open or it has been granted; `not_in_this_state` once
 * the hearing is over; `refused` for all else.
 */
export const accreditationRequest = z.strictObject({ reason: reason.min(1), cardNumber })
export type AccreditationRequest = z.infer<typeof accreditationRequest>

/** How a journalist sees a right of theirs: own, or by a pool. */
export const ownAccreditation = z.strictObject({
  id: identifier,
  courtId: identifier,
  /** Null: the court's hearings between the two times. */
  hearing: hearingNamed.nullable(),
  fromMs: z.number().nullable(),
  untilMs: z.number().nullable(),
  /** The pool by which it is theirs; null: their own. */
  pool: z.string().nullable(),
  state: accreditationState,
  /** What was written with the request. */
  reason: z.string(),
  askedMs: z.number(),
  decidedMs: z.number().nullable(),
  /** What the press office wrote. */
  decisionReason: z.string(),
})
export type OwnAccreditation = z.infer<typeof ownAccreditation>

/** `GET /api/account/accreditations` (who is signed in): newest first. */
export const ownAccreditationsAnswer = z.strictObject({ accreditations: z.array(ownAccreditation) })

/** How the press office sees it. */
export const accreditation = z.strictObject({
  id: identifier,
  courtId: identifier,
  /** One of the two is set. */
  person: z.strictObject({ id: identifier, name: z.string(), outlet: z.string() }).nullable(),
  pool: z.strictObject({ id: identifier, name: z.string() }).nullable(),
  hearing: hearingNamed.nullable(),
  fromMs: z.number().nullable(),
  untilMs: z.number().nullable(),
  state: accreditationState,
  reason: z.string(),
  cardNumber: z.string(),
  askedMs: z.number(),
  decidedMs: z.number().nullable(),
  /** The name of who decided; null: nobody has yet. */
  decidedBy: z.string().nullable(),
  decisionReason: z.string(),
})
export type Accreditation = z.infer<typeof accreditation>

/** The last part of the list's address; `all` is newest first as well. */
export const accreditationFilter = z.enum([...accreditationStates, 'all'])
export type AccreditationFilter = z.infer<typeof accreditationFilter>

/**
 * `GET /api/courts/{courtId}/accreditations/{state}` (`accreditations.decide`), and
 * `GET /api/hearings/{hearingId}/accreditations`: all of one hearing. The newest 1000.
 */
export const accreditationsAnswer = z.strictObject({
  accreditations: z.array(accreditation),
  /** There are older ones. */
  more: z.boolean(),
})
export type AccreditationsAnswer = z.infer<typeof accreditationsAnswer>

/**
 * `POST /api/courts/{courtId}/accreditations` (`accreditations.decide`): grants without a request, to a journalist of the court or
 * to one of its pools, for one hearing or for the court's between two times; 201, `accreditation`. An open request of
 * the same person for the same hearing is granted by it. `taken`: granted already.
 */
export const accreditationGrantRequest = z
  .strictObject({
    personId: identifier.optional(),
    poolId: identifier.optional(),
    hearingId: identifier.optional(),
    fromMs: momentMs.optional(),
    untilMs: momentMs.optional(),
    reason: reason.default(''),
  })
  .refine((asked) => (asked.personId === undefined) !== (asked.poolId === undefined))
  .refine(({ hearingId, fromMs, untilMs }) =>
    hearingId === undefined
      ? fromMs !== undefined && untilMs !== undefined && fromMs < untilMs
      : fromMs === undefined && untilMs === undefined,
  )
export type AccreditationGrantRequest = z.infer<typeof accreditationGrantRequest>

/**
 * `POST /api/courts/{courtId}/accreditations/{accreditationId}/decision` (`accreditations.decide`): `accreditation`. A request is granted
 * or refused, what was granted is revoked, what was refused or revoked may be granted after all; else `not_in_this_state`.
 * To refuse and to revoke want a reason.
 */
export const accreditationDecisionRequest = z
  .strictObject({ decision: z.enum(['grant', 'refuse', 'revoke']), reason })
  .refine((asked) => asked.decision === 'grant' || asked.reason !== '')
export type AccreditationDecisionRequest = z.infer<typeof accreditationDecisionRequest>

/**
 * `POST /api/courts/{courtId}/outlets` (`journalists.manage`): 201, `outlet`. `PUT …/outlets/{outletId}`: the name changed, `outlet`.
 * `DELETE …/outlets/{outletId}`: 204, `in_use` while somebody belongs to it. `taken`: the name.
 */
export const outletRequest = z.strictObject({ name: oneLine(200) })
export const outlet = z.strictObject({ id: identifier, name: z.string(), journalists: z.int() })
export type Outlet = z.infer<typeof outlet>

/**
 * `GET /api/courts/{courtId}/outlets` (`journalists.manage`). A journalist of the court is put into one by
 * `PUT …/outlets/{outletId}/journalists/{personId}` and taken out by `DELETE` of the same: 204.
 */
export const outletsAnswer = z.strictObject({ outlets: z.array(outlet) })

/**
 * `POST /api/courts/{courtId}/pools` (`accreditations.decide`): 201, `pool`. `PUT …/pools/{poolId}`: the name changed, `pool`.
 * `DELETE …/pools/{poolId}`: 204, `in_use` while a hearing or an accreditation names it. `taken`: the name.
 */
export const poolRequest = z.strictObject({ name: oneLine(200) })
export const pool = z.strictObject({ id: identifier, name: z.string(), members: z.int() })
export type Pool = z.infer<typeof pool>

/** `GET /api/courts/{courtId}/pools` (`accreditations.decide`). */
export const poolsAnswer = z.strictObject({ pools: z.array(pool) })

/**
 * `GET /api/courts/{courtId}/pools/{poolId}/members` (`accreditations.decide`). A journalist of the court is put in by
 * `PUT …/members/{personId}` and taken out by `DELETE` of the same: 204.
 */
export const poolMembersAnswer = z.strictObject({
  members: z.array(
    z.strictObject({
      personId: identifier,
      name: z.string(),
      email: z.string().nullable(),
      outlet: z.string(),
      cardNumber: z.string(),
      language,
    }),
  ),
})
export type PoolMember = z.infer<typeof poolMembersAnswer>['members'][number]

/**
 * `GET /api/courts/{courtId}/audience-choices` (`hearings.schedule`): whom a hearing can be opened to, as much of it as choosing
 * needs.
 */
export const audienceChoices = z.strictObject({
  pools: z.array(z.strictObject({ id: identifier, name: z.string() })),
  journalists: z.array(z.strictObject({ personId: identifier, name: z.string(), outlet: z.string() })),
})
export type AudienceChoices = z.infer<typeof audienceChoices>

/**
 * `GET /api/hearings/{hearingId}/undertaking` (who may watch it). What its court wants journalists to accept before the first
 * watch; `accepted` is true where there is nothing, and for staff.
 */
export const undertakingAnswer = z.strictObject({
  undertaking: undertaking.nullable(),
  accepted: z.boolean(),
})
export type UndertakingAnswer = z.infer<typeof undertakingAnswer>

/** `POST /api/hearings/{hearingId}/undertaking`: accepts it, 204. `state_moved_on`: that is not the court's text any more. */
export const undertakingAcceptRequest = z.strictObject({ version: z.int().min(1).max(1_000_000) })

/** `GET /api/courts/{courtId}/undertaking` (`court.see`). */
export const courtUndertakingAnswer = z.strictObject({ undertaking: undertaking.nullable() })

/**
 * `PUT /api/courts/{courtId}/undertaking` (`court.manage`): a new version, which everybody has to accept anew; `undertaking`.
 * Three empty texts: nothing is to be accepted from now on.
 */
export const undertakingChangeRequest = z.strictObject({ words: inThree })

/**
 * `POST /api/hearings/{hearingId}/ejections` (`hearings.eject`): puts a journalist out of the hearing, 204.
 * `DELETE …/ejections/{personId}` lets them back in, 204.
 */
export const ejectionRequest = z.strictObject({ personId: identifier, reason: ejectionReason })

/** `GET /api/hearings/{hearingId}/ejections` (`hearings.eject`). */
export const ejectionsAnswer = z.strictObject({
  ejections: z.array(
    z.strictObject({
      personId: identifier,
      name: z.string(),
      reason: ejectionReason,
      ejectedMs: z.number(),
      ejectedBy: z.string(),
    }),
  ),
})

export type Ejection = z.infer<typeof ejectionsAnswer>['ejections'][number]

/** Why a row, or the whole file (row 0), can't be imported. */
export const importProblemCodes = [
  'not_utf8',
  'not_csv',
  'no_rows',
  'too_many_rows',
  /** The column is named by `column`. */
  'header_missing',
  'header_twice',
  'cells_missing',
  'cells_too_many',
  'value_missing',
  /** Too long, or no such thing as the column holds. */
  'value_bad',
  /** An earlier row has the same e-mail address. */
  'email_twice',
  /** The address belongs to somebody who can't be a journalist here. */
  'email_taken',
] as const
export const importColumns = ['name', 'email', 'outlet', 'card', 'language'] as const
export const importColumn = z.enum(importColumns)
export type ImportColumn = z.infer<typeof importColumn>
export const importProblem = z.strictObject({
  /** As a spreadsheet counts: the header is row 1. 0: the file as a whole. */
  row: z.int().min(0),
  column: importColumn.nullable(),
  code: z.enum(importProblemCodes),
})
export type ImportProblem = z.infer<typeof importProblem>

/** `invited`: new. `updated`: known, with other particulars. `joined`: known, and only put into the pool. */
export const importOutcome = z.enum(['invited', 'updated', 'joined', 'unchanged'])
export type ImportOutcome = z.infer<typeof importOutcome>

/**
 * `POST /api/courts/{courtId}/pools/{poolId}/import` (`accreditations.decide`), body `text/csv` of 2 MB and 5000 rows at most:
 * journalists, who are created, invited and put into the pool. `POST …/import/check` tells the same and writes nothing. With one
 * problem nothing at all is written.
 *
 * UTF-8, with a byte order mark or without; `;` or `,`; columns by their names in Kazakh, Russian, English or as `importColumns` has
 * them, `name` and `email` at least. A known e-mail address is that person, not another.
 */
export const importReport = z.strictObject({
  /** Whether it has been written. */
  done: z.boolean(),
  /** Columns of the file that are not known, and were left out. */
  ignored: z.array(z.string()),
  rows: z.array(z.strictObject({ row: z.int(), email: z.string(), outcome: importOutcome })),
  /** At most 1000 of them. */
  problems: z.array(importProblem),
  /** One-time links to hand over where no mail is sent; empty where mail is. */
  invitations: z.array(
    z.strictObject({ row: z.int(), name: z.string(), email: z.string(), link: z.string() }),
  ),
})
export type ImportReport = z.infer<typeof importReport>

/**
 * `GET /api/courts/{courtId}/pools/{poolId}/export` (`accreditations.decide`): `text/csv`, the pool in the columns of the import.
 *
 * `POST /api/account/calendar` (who is signed in): a new secret address of their calendar, the earlier one ends.
 * `GET /calendar/{secret}.ics` (public: the address is the right): `text/calendar`.
 */
export const calendarAnswer = z.strictObject({ path: z.string() })
