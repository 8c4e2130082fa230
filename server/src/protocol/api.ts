import { z } from 'zod'
import { errorCodes } from './errors.ts'
import { feedStatus } from './feed.ts'
import { identifier, role } from './identifiers.ts'

/** `POST /api/session`: sets the session cookie; answers `sessionAnswer`. */
export const sessionRequest = z.strictObject({
  login: z.string().min(1).max(128),
  password: z.string().min(1).max(1024),
})

/** Also the answer of `GET /api/session`; `DELETE /api/session` signs out and answers 204. */
export const sessionAnswer = z.strictObject({ login: z.string(), role })
export type SessionAnswer = z.infer<typeof sessionAnswer>

/** What the recorder of a hearing does; `recording` only while segments are really being written. */
export const recordingState = z.enum(['starting', 'recording', 'stalled', 'disk_full', 'stopped'])
export type RecordingState = z.infer<typeof recordingState>

export const hearingSummary = z.strictObject({
  id: identifier,
  title: z.string(),
  caseNumber: z.string(),
  courtroom: z.string(),
  /** Only `live` hearings have media; the other states come with the schedule. */
  state: z.enum(['live']),
  /** The address of the watch page, relative to the server's origin. */
  watch: z.string(),
  feed: feedStatus,
  recording: recordingState,
})
export type HearingSummary = z.infer<typeof hearingSummary>

/** `GET /api/hearings`: only those that the person signed in may watch. */
export const hearingsAnswer = z.strictObject({ hearings: z.array(hearingSummary) })

/**
 * `POST /api/hearings/{id}/token` (session cookie): a hearing token, and the HttpOnly cookie `pg_hls` with the
 * path `/hls/{id}` for players that can't send a header.
 */
export const tokenAnswer = z.strictObject({
  token: z.string(),
  /** UTC, ISO 8601. */
  expiresAt: z.iso.datetime(),
})
export type TokenAnswer = z.infer<typeof tokenAnswer>

/** Every answer of 4xx and 5xx. */
export const errorAnswer = z.strictObject({ error: z.strictObject({ code: z.enum(errorCodes) }) })
