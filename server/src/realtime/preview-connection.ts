import type { types } from 'mediasoup'
import type { Socket } from 'socket.io'
import { z } from 'zod'
import type { Permission } from '../access/permissions.ts'
import { withheldFrom, type AdmitPreview, type PreviewAdmission } from '../access/preview-right.ts'
import type { SignedIn } from '../access/rights.ts'
import type { OnAir } from '../hearings/on-air.ts'
import type { Previews } from '../hearings/previews.ts'
import { DomainError, isVerdict } from '../protocol/errors.ts'
import {
  previewRequest,
  type PreviewClientToServerEvents,
  type PreviewServerToClientEvents,
} from '../protocol/preview-signalling.ts'
import type { EndReason, JoinAnswer } from '../protocol/signalling.ts'
import type { Sfu, View } from '../sfu/sfu.ts'
import { followFeed, type WatchedFeed } from './follow-feed.ts'
import type { SessionOf } from './session-handshake.ts'
import { endReasons } from './viewer.ts'

export interface PreviewConnectionOptions {
  sfu: Pick<Sfu, 'view' | 'rtpCapabilities'>
  sessionOf: SessionOf
  admitPreview: AdmitPreview
  previews: Pick<Previews, 'opened'>
  onAir: Pick<OnAir, 'stateIn'>
  /** Null for a courtroom that is not open. */
  feeds: (courtroomId: string) => WatchedFeed | null
  /** Whether this courtroom may have one preview more, beside those of other connections. */
  hasRoom: (courtroomId: string, connection: PreviewConnection) => boolean
  /** The session's time is over, as far as was known: it is to be asked again. */
  onSessionEnd: () => void
  nowMs: () => number
}

/** The longest that a timer can wait for, ms. */
const longestTimerMs = 2 ** 31 - 1

export const join = previewRequest.extend({
  // Its outline was held by the protocol; mediasoup examines the rest before it uses any of it.
  rtpCapabilities: z.custom<types.RtpCapabilities>(
    (value) => previewRequest.shape.rtpCapabilities.safeParse(value).success,
  ),
})

export type PreviewSocket = Socket<PreviewClientToServerEvents, PreviewServerToClientEvents>

/** What must still hold for what is joined, or is being joined. */
export const previewPermission: Permission = 'sources.manage'

/** One connection of `/preview`: at most one view, of which a new one takes the place of the last. */
export class PreviewConnection {
  readonly #socket: PreviewSocket
  readonly #options: PreviewConnectionOptions
  /** Of what is joined, or is being joined. */
  #admission: PreviewAdmission | null = null
  #view: View | null = null
  #unfollow: () => void = () => undefined
  #sessionEnd: NodeJS.Timeout | undefined
  /** Which join is the present one. */
  #attempt = 0
  #closed = false

  constructor(socket: PreviewSocket, options: PreviewConnectionOptions) {
    this.#socket = socket
    this.#options = options
  }

  /** Of which courtroom it has, or is about to have, a preview; null: of none. */
  get courtroomId(): string | null {
    return this.#admission?.courtroomId ?? null
  }

  viewing(): View | null {
    return this.#view
  }

  async admitted(permission: Permission, courtroomId: string): Promise<PreviewAdmission> {
    return this.#options.admitPreview(await this.#signedIn(), permission, courtroomId)
  }

  async join(request: z.infer<typeof join>, admission: PreviewAdmission): Promise<JoinAnswer> {
    const { sfu, feeds, previews, hasRoom } = this.#options
    const { courtroomId } = admission
    this.stopMedia()
    const feed = feeds(courtroomId)
    if (feed === null) throw new DomainError('feed_unavailable', `courtroom ${courtroomId} is not open`)
    if (!hasRoom(courtroomId, this)) throw new DomainError('too_many_requests', 'no room for one more')
    const attempt = this.#attempt
    this.#keep(admission)
    try {
      this.#mustBeShown(admission)
      await previews.opened(admission)
      const view = await sfu.view({ ...request, viewerId: this.#socket.id, standBy: false, preview: true })
      try {
        if (attempt !== this.#attempt || this.#closed)
          throw new DomainError('refused', 'left, or lost the right, while joining')
        // A hearing that has begun meanwhile.
        this.#mustBeShown(admission)
      } catch (error) {
        view.close()
        throw error
      }
      this.#view = view
      view.onEnd((reason) => {
        if (view === this.#view) this.end(endReasons[reason])
      })
      this.#unfollow = followFeed(feed, {
        feed: (status) => this.#socket.emit('feed', status),
        clock: (clock) => this.#socket.emit('clock', clock),
      })
      const { transport, consumers, catchUp } = view
      return { transport, consumers, catchUp, feed: feed.status }
    } catch (error) {
      if (attempt === this.#attempt) this.stopMedia()
      throw error
    }
  }

  /** Ends what is joined, or being joined. Idempotent. */
  stopMedia(): void {
    this.#attempt++
    this.#unfollow()
    this.#unfollow = () => undefined
    this.#view?.close()
    this.#view = null
    this.#admission = null
    clearTimeout(this.#sessionEnd)
  }

  /** The server ends what is joined, and says why. */
  end(reason: EndReason): void {
    const wasJoined = this.#view !== null
    this.stopMedia()
    if (wasJoined) this.#socket.emit('ended', reason)
  }

  /** The connection is no more. */
  close(): void {
    this.#closed = true
    this.stopMedia()
  }

  /** An order was obeyed somewhere: what is withheld by now ends in the same tick. */
  settle(): void {
    if (this.#admission !== null && this.#withheld(this.#admission)) this.end('not_on_air')
  }

  /** Ends what is joined where the session has ended, or the right was lost. */
  async askAgain(): Promise<void> {
    const admission = this.#admission
    if (admission === null) return
    const attempt = this.#attempt
    try {
      const now = await this.admitted(previewPermission, admission.courtroomId)
      if (attempt !== this.#attempt) return
      this.#keep(now)
      this.settle()
    } catch (error) {
      if (!isVerdict(error)) throw error
      if (attempt === this.#attempt) this.end('refused')
    }
  }

  #keep(admission: PreviewAdmission): void {
    this.#admission = admission
    clearTimeout(this.#sessionEnd)
    const leftMs = Math.max(0, admission.sessionEndsMs - this.#options.nowMs())
    this.#sessionEnd = setTimeout(this.#options.onSessionEnd, Math.min(leftMs, longestTimerMs))
  }

  async #signedIn(): Promise<SignedIn> {
    const signedIn = await this.#options.sessionOf(this.#socket.handshake.headers.cookie)
    if (!signedIn) throw new DomainError('not_signed_in', 'the session has ended')
    return signedIn
  }

  #withheld(admission: PreviewAdmission): boolean {
    return withheldFrom(this.#options.onAir.stateIn(admission.courtroomId), admission) !== null
  }

  #mustBeShown(admission: PreviewAdmission): void {
    if (this.#withheld(admission)) throw new DomainError('not_on_air', 'it is not shown now')
  }
}
