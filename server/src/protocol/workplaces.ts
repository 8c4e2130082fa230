import { z } from 'zod'
import { recordingState } from './api.ts'
import { attendanceView } from './attendance.ts'
import { courtAnswer, deskHearing, sourceRequest } from './desk.ts'
import { feedStatus } from './feed.ts'
import { standing } from './hearing-state.ts'
import { identifier, inThree } from './identifiers.ts'

/**
 * The explanation that the court gives to a hearing: what was decided and on what ground, in plain words. Written by the
 * judge-coordinator, seen by the press from the moment it is published.
 */
export const explanation = z.strictObject({
  /** As it is being written. */
  words: inThree,
  /** What the press sees; null: nothing, it is a draft, or was taken back. */
  published: inThree.nullable(),
  /** When that was published. */
  publishedMs: z.number().nullable(),
})
export type Explanation = z.infer<typeof explanation>

/** `PUT /api/hearings/{hearingId}/explanation` (`explanations.write`): keeps a draft; answers `explanation`, as `GET` does (`court.see`). */
export const explanationRequest = z.strictObject({ words: inThree })
/** `POST /api/hearings/{hearingId}/explanation/publication` (`explanations.write`): `publish` wants words in all three; answers `explanation`. */
export const publicationRequest = z.strictObject({ publish: z.boolean() })

/** `POST /api/courts/{courtId}/source-tests` (`sources.manage`): tries a source without putting it anywhere; answers in 5 s at most. */
export const sourceTestRequest = z.strictObject({
  source: sourceRequest,
  /** Whose stored login to use where the request has none and the address is the same. */
  courtroomId: identifier.optional(),
})
export const sourceTestAnswer = z.strictObject({
  ok: z.boolean(),
  /** With `ok: false`: the reasons of `feedStatus`, and what may be wrong otherwise. */
  reason: z.string().nullable(),
  firstPictureMs: z.number().nullable(),
  video: z
    .strictObject({ codec: z.string(), width: z.int(), height: z.int(), fps: z.number().nullable() })
    .nullable(),
  audio: z.strictObject({ codec: z.string(), channels: z.int().nullable() }).nullable(),
  /** The first picture: a JPEG of at most 640 pixels width, base64. */
  picture: z.string().nullable(),
})
export type SourceTestAnswer = z.infer<typeof sourceTestAnswer>

/**
 * `GET /api/courtrooms/{courtroomId}/preview` (`sources.manage`): what a courtroom's camera gives now, as still pictures and levels of
 * sound, whether a hearing is under way or not. While one is in recess or closed, it is as dark here as everywhere else; while one is live, it
 * is shown to those alone who may watch it (`hearings.watch`).
 */
export const previewAnswer = z.strictObject({
  atMs: z.number(),
  /** The state of the hearing for which nothing is shown (`live`: to the one who asks); null: it is shown. */
  withheld: z.enum(['live', 'recess', 'closed']).nullable(),
  picture: z
    .strictObject({
      /** When it came from the camera, ms since the epoch. */
      takenMs: z.number(),
      /** At most 960 pixels wide, base64; null: the one that was asked to be left out (`?seen={takenMs}`). */
      jpeg: z.string().nullable(),
    })
    .nullable(),
  /** Null: the camera gives no sound, or none has been measured yet. */
  sound: z
    .strictObject({
      /** Of the last moments, the oldest first: the highest sample of each `stepMs`, in dB below full scale (0), at least -90. */
      stepMs: z.int(),
      peaksDb: z.array(z.number()).max(50),
    })
    .nullable(),
})
export type PreviewAnswer = z.infer<typeof previewAnswer>
/** Of `previewAnswer`: the picture there is already. */
export const previewQuery = z.strictObject({ seen: z.coerce.number().optional() })

/** `GET /api/courts/{courtId}/console` (`sources.manage`): all that the console shows of a court's courtrooms. */
export const consoleAnswer = z.strictObject({
  court: courtAnswer,
  /** Those that are not over. */
  hearings: z.array(deskHearing),
  /** Of those under way; none for whoever may not see who watches (`hearings.attendance`). */
  attendance: z.array(
    attendanceView.pick({ hearingId: true, watching: true, seeing: true, hearing: true, alarm: true }),
  ),
})
export type ConsoleAnswer = z.infer<typeof consoleAnswer>

/** `GET /api/region` (`court.see` in some court): all courts of those who ask, on one page. */
export const regionAnswer = z.strictObject({
  atMs: z.number(),
  courts: z.array(
    z.strictObject({
      id: identifier,
      name: z.string(),
      names: inThree,
      courtrooms: z.array(
        z.strictObject({
          id: identifier,
          name: z.string(),
          feed: feedStatus,
          /** Under way in it, else the next of today. */
          hearing: z
            .strictObject({
              id: identifier,
              title: z.string(),
              caseNumber: z.string(),
              plannedStartMs: z.number().nullable(),
              standing,
              recording: recordingState,
              watching: z.int(),
              seeing: z.int(),
              hearing: z.int(),
              alarm: z.string().nullable(),
            })
            .nullable(),
        }),
      ),
      screens: z.strictObject({ all: z.int(), online: z.int() }),
    }),
  ),
})
export type RegionAnswer = z.infer<typeof regionAnswer>
