import { z } from 'zod'
import { earlierPlace } from './earlier.ts'
import { errorCodes } from './errors.ts'
import { feedStatus } from './feed.ts'
import { standing } from './hearing-state.ts'
import { identifier, inThree, language, roleGrant } from './identifiers.ts'

/** `POST /api/session`: sets the session cookie; answers `sessionAnswer`. */
export const sessionRequest = z.strictObject({
  login: z.string().min(1).max(128),
  password: z.string().min(1).max(1024),
  /** Of the authenticator app (6 digits), or a recovery code; asked for with `second_factor_needed`. */
  code: z.string().max(64).optional(),
})

/** Also the answer of `GET /api/session`; `DELETE /api/session` signs out and answers 204. */
export const sessionAnswer = z.strictObject({
  personId: z.string(),
  login: z.string(),
  name: z.string(),
  language,
  grants: z.array(roleGrant),
  /** The permissions that these grants hold in some court (`access/permissions.ts`): what to show in a navigation. */
  may: z.array(z.string()),
})
export type SessionAnswer = z.infer<typeof sessionAnswer>

/**
 * What the recorder of a hearing does; `recording` only while segments are really being written, `sealed` while encrypted
 * ones are. `paused`: the hearing is not on the air, and nothing of it is recorded.
 */
export const recordingState = z.enum([
  'starting',
  'recording',
  'sealed',
  'paused',
  'stalled',
  'disk_full',
  'stopped',
])
export type RecordingState = z.infer<typeof recordingState>

/** Who may watch: those accredited to it or to the court, a pool, or people named one by one. */
export const audience = z.enum(['accredited', 'court_pool', 'named'])
export type Audience = z.infer<typeof audience>

export const hearingSummary = z.strictObject({
  id: identifier,
  courtId: identifier,
  title: z.string(),
  caseNumber: z.string(),
  courtroom: z.string(),
  judge: z.string(),
  plannedStartMs: z.number().nullable(),
  plannedEndMs: z.number().nullable(),
  languages: z.array(language),
  /** For the press. */
  notes: inThree,
  /** What the court explains of it; null: nothing is published. */
  explanation: inThree.nullable(),
  standing,
  /** Whether this person may watch it; otherwise how their request for it stands. */
  mayWatch: z.boolean(),
  request: z.enum(['none', 'requested', 'refused', 'revoked']),
  /** The address of the watch page, relative to the server's origin. */
  watch: z.string(),
  feed: feedStatus,
  recording: recordingState,
})
export type HearingSummary = z.infer<typeof hearingSummary>

/**
 * `GET /api/hearings`: those that the person signed in may watch, and those of theirs to ask for, that are not over, or were over
 * lately. With `?before=` (`earlierQuery`): a page of those that were over before, the latest first.
 */
export const hearingsAnswer = z.strictObject({
  hearings: z.array(hearingSummary),
  /** Where the next page of earlier ones begins (`before`); null: there are none. */
  earlier: earlierPlace.nullable(),
})
export type HearingsAnswer = z.infer<typeof hearingsAnswer>

/**
 * `POST /api/hearings/{id}/token` (session cookie): a hearing token, and the HttpOnly cookie `pg_hls` with the
 * path `/hls/{id}` for players that can't send a header. Also before the hearing begins and while it is not on the air: it lets its
 * holder attend, and wait. Fails with `undertaking_needed` where the court's undertaking has not been accepted.
 */
export const tokenAnswer = z.strictObject({
  token: z.string(),
  /** UTC, ISO 8601. */
  expiresAt: z.iso.datetime(),
})
export type TokenAnswer = z.infer<typeof tokenAnswer>

/** Every answer of 4xx and 5xx. */
export const errorAnswer = z.strictObject({ error: z.strictObject({ code: z.enum(errorCodes) }) })
