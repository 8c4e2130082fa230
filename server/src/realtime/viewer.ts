import type { Admission } from '../access/gate.ts'
import { DomainError } from '../protocol/errors.ts'
import type { EndReason } from '../protocol/signalling.ts'
import type { View } from '../sfu/sfu.ts'

/** The media that one connection has joined, for as long as its token lasts. */
export interface Viewing {
  readonly admission: Admission
  /** Whether it waits for `start`. */
  readonly standsBy: boolean
  renew(admission: Admission): void
  /** Lets the media of one who stood by flow. Idempotent. */
  start(): Promise<void>
  closeCatchUp(): void
  /** Ends the media, and says why. Idempotent. */
  end(reason: EndReason): void
  /** Ends the media; nobody is told. Idempotent. */
  close(): void
}

export interface ViewingOptions {
  view: View
  standBy: boolean
  admission: Admission
  /** ms since the epoch. */
  clock: () => number
  /** Begins to follow what viewers are to be told of the feed; returns the function that ends it. */
  follow: () => () => void
  /** Called at most once, when it ends other than by `close`. */
  onEnd: (reason: EndReason) => void
}

/** What a view's end is told as. */
export const endReasons = {
  rebuilt: 'rebuilt',
  stopping: 'server_stopping',
  connection_lost: 'connection_lost',
  not_on_air: 'not_on_air',
} as const

/** Binds a view to its token: the media end when the token does, unless it was renewed. */
export function beginViewing({ view, standBy, admission, clock, follow, onEnd }: ViewingOptions): Viewing {
  let expiry: NodeJS.Timeout | undefined
  let closed = false
  let standsBy = standBy
  let current = admission
  const unfollow = follow()

  const close = (): void => {
    if (closed) return
    closed = true
    clearTimeout(expiry)
    unfollow()
    view.close()
  }
  const end = (reason: EndReason): void => {
    if (closed) return
    close()
    onEnd(reason)
  }
  const expireAt = (expiresAtMs: number): void => {
    clearTimeout(expiry)
    expiry = setTimeout(() => end('token_expired'), Math.max(0, expiresAtMs - clock()))
  }

  view.onEnd((reason) => end(endReasons[reason]))
  expireAt(admission.expiresAtMs)
  return {
    get admission() {
      return current
    },
    get standsBy() {
      return standsBy
    },
    renew(renewed) {
      if (!isSame(renewed, current))
        throw new DomainError('refused', 'the renewed token is another viewer’s or another hearing’s')
      current = renewed
      if (!closed) expireAt(renewed.expiresAtMs)
    },
    async start() {
      standsBy = false
      await view.start()
    },
    closeCatchUp: () => view.closeCatchUp(),
    end,
    close,
  }
}

/** Whether two tokens let the same viewer into the same hearing. */
export function isSame(one: Admission, other: Admission): boolean {
  return one.hearingId === other.hearingId && one.subjectId === other.subjectId
}
