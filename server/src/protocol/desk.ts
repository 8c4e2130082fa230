import { z } from 'zod'
import { audience, recordingState } from './api.ts'
import { earlierPlace } from './earlier.ts'
import { feedStatus } from './feed.ts'
import { ground, orderKind, standing } from './hearing-state.ts'
import { identifier, inThree, language, role } from './identifiers.ts'
import { shownText, shownTitle } from './texts.ts'

const shortText = shownTitle(300)
const timeMs = z.int().min(0).max(8_640_000_000_000_000)

/** What of the staff's permissions somebody holds: the names of `access/permissions.ts`. */
export const heldPermissions = z.array(z.string())

export const courtSummary = z.strictObject({
  id: identifier,
  name: z.string(),
  names: inThree,
  /** What the one who asks may do in this court. */
  may: heldPermissions,
})
/** `GET /api/courts` (permission `court.see` in some court): the courts of those who ask. */
export const courtsAnswer = z.strictObject({ courts: z.array(courtSummary) })

/** `POST /api/courts` (permission `court.manage` in all courts); answers `courtSummary`. */
export const courtRequest = z.strictObject({
  id: identifier,
  name: shortText,
  names: inThree,
  contact: shownText(300).default(''),
})

/** A camera's login goes in and never comes out. */
export const sourceRequest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rtsp'),
    url: shownText(2000)
      .refine((url) => /^rtsp:\/\//i.test(url) && URL.canParse(url), 'must be an rtsp:// address')
      .refine((url) => !/^[a-z]+:\/\/[^/?#]*@/i.test(url), 'must have no login in it'),
    transport: z.enum(['auto', 'tcp', 'udp']).default('auto'),
    login: z.string().max(200).optional(),
    password: z.string().max(200).optional(),
  }),
  z.strictObject({ kind: z.literal('test') }),
])

export const courtroomSummary = z.strictObject({
  id: identifier,
  name: z.string(),
  source: z.strictObject({ kind: z.string(), url: z.string().nullable(), hasLogin: z.boolean() }),
  feed: feedStatus,
})
export type CourtroomSummary = z.infer<typeof courtroomSummary>

export const retiredCourtroom = z.strictObject({
  id: identifier,
  name: z.string(),
  /** Since when, ms since the epoch. */
  retiredMs: z.number(),
})
export type RetiredCourtroom = z.infer<typeof retiredCourtroom>

/** `GET /api/courts/{courtId}` (`court.see`). */
export const courtAnswer = courtSummary.extend({
  contact: z.string(),
  /** An age recipient, `age1…`; null: what is said in closed session is not recorded. */
  sealRecipient: z.string().nullable(),
  /** Those in use. */
  courtrooms: z.array(courtroomSummary),
  /** Those that nothing is held in any more, kept for what was held there. */
  retired: z.array(retiredCourtroom),
  grounds: z.array(ground),
})
export type CourtAnswer = z.infer<typeof courtAnswer>

/**
 * `PATCH /api/courts/{courtId}` (`court.manage`); 204. `DELETE` of the same (`court.manage` in all courts): 204, `in_use` while
 * there is anything of it that is kept.
 */
export const courtChange = z.strictObject({
  name: shortText.optional(),
  names: inThree.optional(),
  contact: shownText(300).optional(),
  sealRecipient: z
    .string()
    .regex(/^age1[02-9ac-hj-np-z]{58}$/)
    .nullable()
    .optional(),
})

/** `POST /api/courts/{courtId}/courtrooms` (`court.manage`); answers `courtroomSummary`. */
export const courtroomRequest = z.strictObject({ id: identifier, name: shortText, source: sourceRequest })

/** How a courtroom's source is shown. */
export const shownSource = courtroomSummary.shape.source

/**
 * `PATCH /api/courtrooms/{courtroomId}` (`sources.manage`, and `court.manage` for the name); 204. Another source may be put in while a
 * hearing is under way: its viewers keep what they have. Without a login, the one kept for a camera at the same host and port stays.
 * `DELETE` of the same (`court.manage`): 204, `in_use` while a hearing or a device names it.
 */
export const courtroomChange = z.strictObject({
  name: shortText.optional(),
  source: sourceRequest.optional(),
  /** The source that the change is meant to replace; with another one there now, it loses (`state_moved_on`). */
  replaces: shownSource.optional(),
})

/**
 * `POST /api/courtrooms/{courtroomId}/retirement` (`court.manage`): takes it out of use, or brings it back; 204. `in_use` while a hearing
 * there is planned or under way.
 */
export const retirementRequest = z.strictObject({ retired: z.boolean() })

/** `PUT /api/courts/{courtId}/grounds` (`court.manage`): the whole list, in order; 204. What was used in an order stays known. */
export const groundsRequest = z.strictObject({ grounds: z.array(ground).max(50) })

const hearingFacts = {
  title: shortText,
  caseNumber: shownTitle(100),
  courtroomId: identifier,
  judge: shownText(200).trim(),
  plannedStartMs: timeMs.nullable(),
  plannedEndMs: timeMs.nullable(),
  languages: z.array(language).max(3),
  audience,
  /** With the audience `court_pool`. */
  poolId: z.string().max(64).nullable(),
  /** With the audience `named`: people's ids. */
  people: z.array(z.string().max(64)).max(1000),
  notes: inThree,
  watermark: z.boolean(),
  closedRecording: z.enum(['stop', 'sealed']),
}

/** `POST /api/courts/{courtId}/hearings` (`hearings.schedule`); answers `deskHearing`. Its id is made by the server. */
export const scheduleRequest = z.strictObject({
  ...hearingFacts,
  judge: hearingFacts.judge.default(''),
  plannedStartMs: hearingFacts.plannedStartMs.default(null),
  plannedEndMs: hearingFacts.plannedEndMs.default(null),
  languages: hearingFacts.languages.default([]),
  audience: hearingFacts.audience.default('accredited'),
  poolId: hearingFacts.poolId.default(null),
  people: hearingFacts.people.default([]),
  notes: hearingFacts.notes.default({ kk: '', ru: '', en: '' }),
  watermark: hearingFacts.watermark.default(true),
  closedRecording: hearingFacts.closedRecording.default('stop'),
})
export type ScheduleRequest = z.infer<typeof scheduleRequest>

/** `PATCH /api/hearings/{hearingId}` (`hearings.schedule`); answers `deskHearing`. The courtroom only before it has begun. */
export const rescheduleRequest = z.strictObject(hearingFacts).partial()
export type RescheduleRequest = z.infer<typeof rescheduleRequest>

export const deskHearing = z.strictObject({
  id: identifier,
  courtId: identifier,
  courtroom: z.string(),
  ...hearingFacts,
  standing,
  feed: feedStatus,
  recording: recordingState,
})
export type DeskHearing = z.infer<typeof deskHearing>

/**
 * `GET /api/courts/{courtId}/hearings` (`court.see`): those that are not over, or were over lately. With `?before=` (`earlierQuery`):
 * a page of those that were over before, the latest first.
 */
export const deskHearingsAnswer = z.strictObject({
  hearings: z.array(deskHearing),
  /** Where the next page of earlier ones begins (`before`); null: there are none. */
  earlier: earlierPlace.nullable(),
})
export type DeskHearingsAnswer = z.infer<typeof deskHearingsAnswer>

/** An order that was obeyed. */
export const givenOrder = z.strictObject({
  order: orderKind,
  version: z.int(),
  by: z.string(),
  byRole: role,
  atMs: z.number(),
  ground: inThree.nullable(),
})
export type GivenOrder = z.infer<typeof givenOrder>

/** `GET /api/hearings/{hearingId}/desk` (`court.see`): what the desk of one hearing begins with. */
export const deskAnswer = z.strictObject({
  hearing: deskHearing,
  /** Which orders the one who asks may give in this state. */
  orders: z.array(orderKind),
  /** The court's, for closing. */
  grounds: z.array(ground),
  given: z.array(givenOrder),
})
export type DeskAnswer = z.infer<typeof deskAnswer>
