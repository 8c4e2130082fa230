import { z } from 'zod'
import { attendanceView, type AttendanceView } from './attendance.ts'
import { standing, type Standing } from './hearing-state.ts'
import { identifier } from './identifiers.ts'
import type { Result } from './signalling.ts'

/**
 * What staff are told of hearings, over socket.io, namespace `/desk`. The handshake carries the session cookie, and without a
 * session the connection fails with the message `not_signed_in`. Who signs out, or loses the permission, is disconnected.
 */
export const deskNamespace = '/desk'

/** `follow` (permission `hearings.attendance` in the hearing's court): from now on `attendance` and `standing` of this hearing come. */
export const followRequest = z.strictObject({ hearingId: identifier })
export type FollowRequest = z.infer<typeof followRequest>

export const followAnswer = z.strictObject({ standing, attendance: attendanceView })
export type FollowAnswer = z.infer<typeof followAnswer>

/** Who follows a hearing now, each person once, however many pages they have open; by name. */
export const presenceTold = z.strictObject({
  hearingId: identifier,
  people: z.array(z.strictObject({ personId: z.string(), name: z.string() })),
})
export type PresenceTold = z.infer<typeof presenceTold>

export interface DeskClientToServerEvents {
  /** Any number of hearings; again for the same one is no error. */
  follow: (request: FollowRequest, ack: (result: Result<FollowAnswer>) => void) => void
  unfollow: (request: FollowRequest, ack: (result: Result<null>) => void) => void
}

export interface DeskServerToClientEvents {
  /** Whenever it has changed, at most twice a second. */
  attendance: (view: AttendanceView) => void
  /** At once, at each order. */
  standing: (told: { hearingId: string; standing: Standing }) => void
  /** To all who follow, whenever somebody begins or ends to. */
  presence: (told: PresenceTold) => void
}
