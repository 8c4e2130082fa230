import { randomUUID } from 'node:crypto'
import type { types } from 'mediasoup'
import type { Socket } from 'socket.io'
import { z } from 'zod'
import type { Admission, Admit } from '../access/gate.ts'
import type { Attendance } from '../hearings/attendance.ts'
import type { Attending } from '../hearings/attending.ts'
import type { AttendeeConnection } from '../hearings/attendee.ts'
import type { AttendAnswer, AttendRequest, PutOut } from '../protocol/attendance.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Standing } from '../protocol/hearing-state.ts'
import {
  joinRequest,
  type ClientToServerEvents,
  type EndReason,
  type JoinAnswer,
  type ServerToClientEvents,
  type StartAnswer,
} from '../protocol/signalling.ts'
import type { Sfu } from '../sfu/sfu.ts'
import { followFeed, type WatchedFeed } from './follow-feed.ts'
import { beginViewing, isSame, type Viewing } from './viewer.ts'

export interface WatchConnectionOptions {
  sfu: Sfu
  admit: Admit
  attendance: Attendance
  /** Null for a hearing that has no feed at present. */
  feeds: (hearingId: string) => WatchedFeed | null
  /** ms since the epoch. */
  clock: () => number
}

export const join = joinRequest.extend({
  // Its outline was held by the protocol; mediasoup examines the rest before it uses any of it.
  rtpCapabilities: z.custom<types.RtpCapabilities>(
    (value) => joinRequest.shape.rtpCapabilities.safeParse(value).success,
  ),
})

export type WatchSocket = Socket<ClientToServerEvents, ServerToClientEvents>

/** One connection of `/watch`: at most one attendance, and at most one view, of which a new one takes the place of the last. */
export class WatchConnection implements AttendeeConnection {
  readonly admit: Admit
  readonly #socket: WatchSocket
  readonly #options: WatchConnectionOptions
  #attending: Attending | null = null
  #viewing: Viewing | null = null
  /** Whether the attendance has been told of the media. */
  #isCounted = false
  #closed = false

  constructor(socket: WatchSocket, options: WatchConnectionOptions) {
    this.#socket = socket
    this.#options = options
    this.admit = options.admit
  }

  viewing(): Viewing | null {
    return this.#viewing
  }

  attending(): Attending | null {
    return this.#attending?.isOver === false ? this.#attending : null
  }

  async attend({ viewingId, takeOver }: AttendRequest, admission: Admission): Promise<AttendAnswer> {
    this.#mustBeOpen()
    const { attending, answer } = await this.#options.attendance.attend(
      admission,
      { viewingId, takeOver },
      this,
    )
    if (this.#closed) {
      attending.leave()
      this.#mustBeOpen()
    }
    this.#attending?.leave()
    this.#attending = attending
    this.#isCounted = false
    const viewing = this.#viewing
    if (viewing && !viewing.standsBy) {
      // What another hearing or another viewer had joined here is no part of this attendance, and would be nobody's.
      if (isSame(viewing.admission, admission)) this.#count(attending)
      else this.stopMedia()
    }
    return answer
  }

  async join(request: z.infer<typeof join>, admission: Admission): Promise<JoinAnswer> {
    const { sfu, feeds, clock } = this.#options
    this.#mustBeOpen()
    this.stopMedia()
    const feed = feeds(admission.hearingId)
    if (!feed) throw new DomainError('feed_unavailable', `hearing ${admission.hearingId} has no feed`)
    const attending = request.standBy ? null : await this.#attendingFor(admission)
    const view = await sfu.view({
      courtroomId: feed.courtroomId,
      viewerId: this.#socket.id,
      rtpCapabilities: request.rtpCapabilities,
      fingerprint: request.fingerprint,
      catchUp: request.catchUp,
      standBy: request.standBy,
      preview: false,
    })
    if (this.#closed || attending?.isOver === true) {
      view.close()
      throw new DomainError('refused', 'left, or was put out, while joining')
    }
    this.#viewing = beginViewing({
      view,
      standBy: request.standBy,
      admission,
      clock,
      follow: () => this.#follow(feed),
      onEnd: (reason) => this.#mediaEnded(reason),
    })
    if (attending) this.#count(attending)
    return { transport: view.transport, consumers: view.consumers, catchUp: view.catchUp, feed: feed.status }
  }

  async start(viewing: Viewing): Promise<StartAnswer> {
    const feed = this.#options.feeds(viewing.admission.hearingId)
    if (!feed) throw new DomainError('feed_unavailable', `hearing ${viewing.admission.hearingId} has no feed`)
    const attending = await this.#attendingFor(viewing.admission)
    if (viewing !== this.#viewing || attending.isOver)
      throw new DomainError('refused', 'ended, or was put out, while starting')
    this.#count(attending)
    await viewing.start()
    return { feed: feed.status }
  }

  renew(admission: Admission): null {
    const attending = this.attending()
    const viewing = this.#viewing
    if (!attending && !viewing) throw new DomainError('refused', 'neither attends nor has joined')
    attending?.renew(admission)
    viewing?.renew(admission)
    return null
  }

  /** Ends what is joined. Idempotent. */
  stopMedia(): void {
    this.#viewing?.close()
    this.#uncount(false)
  }

  /** Ends what is joined, and attendance. Idempotent. */
  leave(): void {
    this.stopMedia()
    this.#attending?.leave()
    this.#attending = null
  }

  /** The connection is no more. */
  close(): void {
    this.#closed = true
    this.leave()
  }

  tell(standing: Standing): void {
    this.#socket.emit('standing', standing)
  }

  cut(): void {
    this.#viewing?.end('not_on_air')
  }

  replaced(): void {
    this.stopMedia()
  }

  putOut(putOut: PutOut): void {
    this.#socket.emit('out', putOut)
    this.stopMedia()
  }

  expire(): void {
    this.#viewing?.end('token_expired')
  }

  /** The server ends what is joined, and says why. */
  end(reason: EndReason): void {
    this.#viewing?.end(reason)
  }

  /** Nobody watches uncounted: who has not attended before attends now. */
  async #attendingFor(admission: Admission): Promise<Attending> {
    const present = this.attending()
    if (present && isSame(present.admission, admission)) return present
    const requested = { viewingId: `uncounted-${randomUUID()}`, takeOver: false }
    const { attending } = await this.#options.attendance.attend(admission, requested, this)
    if (this.#closed) {
      attending.leave()
      this.#mustBeOpen()
    }
    this.#attending?.leave()
    this.#attending = attending
    return attending
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new DomainError('refused', 'the connection has ended')
  }

  #count(attending: Attending): void {
    this.#isCounted = true
    attending.mediaBegan()
  }

  #uncount(cut: boolean): void {
    this.#viewing = null
    if (this.#isCounted) this.#attending?.mediaEnded(cut)
    this.#isCounted = false
  }

  #mediaEnded(reason: EndReason): void {
    this.#uncount(reason === 'not_on_air')
    this.#socket.emit('ended', reason)
  }

  #follow(feed: WatchedFeed): () => void {
    return followFeed(feed, {
      feed: (status) => this.#socket.emit('feed', status),
      clock: (clock) => this.#socket.emit('clock', clock),
    })
  }
}
