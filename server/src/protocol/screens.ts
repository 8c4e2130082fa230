import { z } from 'zod'
import { attendanceView, watchPath } from './attendance.ts'
import { standing } from './hearing-state.ts'
import { identifier, inThree, language } from './identifiers.ts'
import { oneLine } from './texts.ts'
import type { Result } from './signalling.ts'

/**
 * Displays of a press centre (`screen`) and the button on the bench (`bench`): devices that are paired once and then need no hands.
 * A device is a person of the store with that one role in its court, and a session of its own that lasts and is lengthened by use:
 * rights, hearing tokens, attendance, the audit log and being taken away are the same as for everybody.
 */
export const deviceKind = z.enum(['screen', 'bench'])
export type DeviceKind = z.infer<typeof deviceKind>

/** `POST /api/pairings` (anybody; few a minute and address): a code to show. Sets the HttpOnly cookie `pg_pairing`. */
export const pairingRequest = z.strictObject({ kind: deviceKind })

/** Six letters and digits that nobody mistakes for another. */
export const pairingCode = z.string().regex(/^[2-9A-HJKMNP-TV-Z]{6}$/)

export const pairingAnswer = z.strictObject({ code: pairingCode, untilMs: z.number() })
export type PairingAnswer = z.infer<typeof pairingAnswer>

/**
 * `GET /api/pairings/mine` (the cookie `pg_pairing`): asked every 2 s. With `paired` the session cookie is set, and the device goes to
 * its page; after `ended` it asks for another code.
 */
export const pairingState = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('waiting'),
    /** As it was begun: a page of the other kind begins anew. */
    kind: deviceKind,
    code: pairingCode,
    untilMs: z.number(),
  }),
  z.strictObject({ state: z.literal('paired'), kind: deviceKind }),
  z.strictObject({ state: z.literal('ended') }),
])
export type PairingState = z.infer<typeof pairingState>

const deviceName = oneLine(100)

/**
 * `POST /api/courts/{courtId}/screens` (`screens.manage`): pairs the device that shows this code; answers `screenSummary`. A wrong or
 * old code: `code_unknown`, and few tries a minute.
 */
export const pairRequest = z.strictObject({
  /** As typed: case, spaces and hyphens do not count. */
  code: z.string().max(20),
  name: deviceName,
  /** Of the bench; a screen has none. */
  courtroomId: identifier.nullable().default(null),
})
export type PairRequest = z.infer<typeof pairRequest>

/** What a screen is told to show, from the console. */
export const screenSettings = z.strictObject({
  /** One large, or as many as there are, up to nine. */
  layout: z.enum(['one', 'grid']),
  /** Empty: all of its court that are under way. */
  hearingIds: z.array(identifier).max(9),
  /** The hearing whose sound is heard; null: of the one that is shown first. */
  soundFrom: identifier.nullable(),
  language,
  /** 0 to 1. */
  volume: z.number().min(0).max(1),
})
export type ScreenSettings = z.infer<typeof screenSettings>

/** What a screen says of one tile, each 5 s and at every change. */
export const tileHealth = z.strictObject({
  hearingId: identifier,
  path: watchPath,
  /** Null: nothing is to be seen now (a slate). */
  sees: z.boolean().nullable(),
  hears: z.boolean().nullable(),
})

/** `health`, of the namespace below. */
export const screenHealth = z.strictObject({
  tiles: z.array(tileHealth).max(9),
  /** How often the page mended itself since it was loaded: consumers built anew, and pages loaded anew in the last day. */
  healed: z.int().min(0).max(1_000_000),
  reloaded: z.int().min(0).max(1_000_000),
  /** Sound should be heard, and the browser plays none before somebody has touched the display once. */
  soundBlocked: z.boolean().default(false),
  /** Width and height in CSS pixels. */
  width: z.int().min(0).max(20_000),
  height: z.int().min(0).max(20_000),
})
export type ScreenHealth = z.infer<typeof screenHealth>

export const screenSummary = z.strictObject({
  id: z.string(),
  kind: deviceKind,
  name: z.string(),
  courtroomId: identifier.nullable(),
  settings: screenSettings,
  pairedMs: z.number(),
  online: z.boolean(),
  /** When it was last there. */
  seenMs: z.number(),
  /** Null while it is not there, or a bench. */
  health: screenHealth.nullable(),
})
export type ScreenSummary = z.infer<typeof screenSummary>

/** `GET /api/courts/{courtId}/screens` (`court.see`). */
export const screensAnswer = z.strictObject({ screens: z.array(screenSummary) })

/** `PATCH /api/screens/{screenId}` (`screens.manage`); answers `screenSummary`, and the screen follows at once. */
export const screenChange = z.strictObject({
  name: deviceName.optional(),
  /** Of a bench only the language counts. */
  settings: screenSettings.partial().optional(),
})
export type ScreenChange = z.infer<typeof screenChange>
// `POST /api/screens/{screenId}/blink` (`screens.manage`): it shows its name in large letters for 10 s; 204.
// `DELETE /api/screens/{screenId}` (`screens.manage`): its session ends at once, and it shows a pairing code again; 204.

/**
 * What devices are told, over socket.io. The handshake carries the session cookie of a device; without one the connection fails with
 * the message `not_signed_in`. All comes anew after each reconnection.
 */
export const devicesNamespace = '/devices'

/** Hearings that are under way in its court, and those that come next. */
export const wallHearing = z.strictObject({
  id: identifier,
  title: z.string(),
  caseNumber: z.string(),
  courtroom: z.string(),
  judge: z.string(),
  plannedStartMs: z.number().nullable(),
  standing,
})
export type WallHearing = z.infer<typeof wallHearing>

export const screenShow = z.strictObject({
  id: z.string(),
  name: z.string(),
  court: inThree,
  settings: screenSettings,
  /** Chosen ones that are under way (live, in recess, closed), in the order of the settings, else by courtroom. */
  underWay: z.array(wallHearing),
  /** The court's next, at most six of the next seven days. */
  next: z.array(wallHearing),
  /** The server's time when this was sent. */
  atMs: z.number(),
})
export type ScreenShow = z.infer<typeof screenShow>

export const benchShow = z.strictObject({
  id: z.string(),
  name: z.string(),
  court: inThree,
  /** Of its settings, whose other parts a bench has no use for. */
  language,
  courtroom: z.string(),
  /** Under way in the courtroom; else the next of today; null: none. */
  hearing: wallHearing.nullable(),
  /** What the press gets, as of that version of the hearing's state; null without a hearing under way. */
  press: attendanceView
    .pick({ version: true, watching: true, seeing: true, hearing: true, receipts: true })
    .nullable(),
  atMs: z.number(),
})
export type BenchShow = z.infer<typeof benchShow>

export interface DevicesClientToServerEvents {
  /** Of a screen. */
  health: (health: ScreenHealth, ack: (result: Result<null>) => void) => void
}

export interface DevicesServerToClientEvents {
  /** To a screen: whenever anything in it has changed. */
  show: (show: ScreenShow) => void
  /** To a bench: likewise, at each order at once. */
  bench: (show: BenchShow) => void
  blink: () => void
}
