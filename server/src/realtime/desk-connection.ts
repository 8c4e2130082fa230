import type { Socket } from 'socket.io'
import type { Permission } from '../access/permissions.ts'
import type { SignedIn } from '../access/rights.ts'
import { reaches, scopeOf } from '../access/scope.ts'
import type { Attendance } from '../hearings/attendance.ts'
import type {
  DeskClientToServerEvents,
  DeskServerToClientEvents,
  FollowAnswer,
} from '../protocol/desk-signalling.ts'
import { DomainError, isVerdict } from '../protocol/errors.ts'
import type { SessionOf } from './session-handshake.ts'

export interface DeskConnectionOptions {
  sessionOf: SessionOf
  /** Null: no such hearing. */
  courtOf: (hearingId: string) => Promise<string | null>
  attendance: Attendance
}

/** What a connection tells of itself. */
export interface DeskConnectionEvents {
  /** It has begun to follow the hearing, or ended to. */
  onFollowing: (hearingId: string) => void
}

export type DeskSocket = Socket<DeskClientToServerEvents, DeskServerToClientEvents>

/** What a hearing's followers are a room of. */
export const followersOf = (hearingId: string): string => `hearing ${hearingId}`

const permissionToFollow: Permission = 'hearings.attendance'

/** One connection of `/desk`. */
export class DeskConnection {
  readonly #socket: DeskSocket
  readonly #options: DeskConnectionOptions
  readonly #events: DeskConnectionEvents
  readonly #followed = new Set<string>()
  #person: { personId: string; name: string } | null = null

  constructor(socket: DeskSocket, options: DeskConnectionOptions, events: DeskConnectionEvents) {
    this.#socket = socket
    this.#options = options
    this.#events = events
  }

  get followed(): ReadonlySet<string> {
    return this.#followed
  }

  /** Whose it is; null before anything was asked for over it. */
  get person(): { personId: string; name: string } | null {
    return this.#person
  }

  async permitted(permission: Permission, hearingId: string): Promise<void> {
    const signedIn = await this.#signedIn()
    if (!signedIn) throw new DomainError('not_signed_in', 'the session has ended')
    this.#person = { personId: signedIn.personId, name: signedIn.name }
    const courtId = await this.#options.courtOf(hearingId)
    if (courtId === null || !reaches(scopeOf(signedIn.grants, permission), courtId))
      throw new DomainError('refused', `no ${permission} for such a hearing`)
  }

  async follow(hearingId: string): Promise<FollowAnswer> {
    // Before the answer, so that nothing is missed in between.
    this.#followed.add(hearingId)
    await this.#socket.join(followersOf(hearingId))
    this.#events.onFollowing(hearingId)
    return this.#options.attendance.view(hearingId)
  }

  async unfollow(hearingId: string): Promise<null> {
    this.#followed.delete(hearingId)
    await this.#socket.leave(followersOf(hearingId))
    this.#events.onFollowing(hearingId)
    return null
  }

  /** Disconnects whoever has signed out, or may no longer follow what they follow. */
  async askAgain(): Promise<void> {
    try {
      if (!(await this.#signedIn())) throw new DomainError('not_signed_in', 'the session has ended')
      for (const hearingId of this.#followed) await this.permitted(permissionToFollow, hearingId)
    } catch (error) {
      if (!isVerdict(error)) throw error
      this.#socket.disconnect(true)
    }
  }

  #signedIn(): Promise<SignedIn | undefined> {
    return this.#options.sessionOf(this.#socket.handshake.headers.cookie)
  }
}
