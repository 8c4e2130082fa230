import type { ErrorCode } from '@press-gallery/server/protocol/errors'
import type { OrderRequest, Standing } from '@press-gallery/server/protocol/hearing-state'
import { ApiError } from '../api/api-error.ts'

export type OrderOutcome =
  | { kind: 'obeyed'; standing: Standing }
  | { kind: 'refused'; code: ErrorCode }
  /** No answer: it may have been obeyed, or not. */
  | { kind: 'unknown' }

export interface GiveOrderOptions {
  request: OrderRequest
  /** Sends it once. */
  give: (request: OrderRequest) => Promise<Standing>
  /** How the hearing stands, asked of the server now. */
  look: () => Promise<Standing>
  /** An order to close has had no answer and is about to be sent again. */
  onUnanswered: () => void
  /** Resolves when it is time to send it again. */
  pause: () => Promise<void>
  /** Ends the sending: whoever gave the order has gone. */
  signal: AbortSignal
}

/**
 * Gives an order. One to close is sent until the server has answered it: the version that it was given for keeps it from
 * closing what was reopened since. Any other is sent once, since nobody waits for it behind a closed door.
 */
export async function giveOrder(options: GiveOrderOptions): Promise<OrderOutcome> {
  const { request, give, look, onUnanswered, pause, signal } = options
  let unanswered = false
  for (;;) {
    try {
      return { kind: 'obeyed', standing: await give(request) }
    } catch (error) {
      if (error instanceof ApiError && error.code !== 'internal' && error.code !== 'too_many_requests') {
        return unanswered ? obeyedEarlier(look, error.code) : { kind: 'refused', code: error.code }
      }
      if (request.order !== 'close' || signal.aborted)
        return error instanceof ApiError ? { kind: 'refused', code: error.code } : { kind: 'unknown' }
    }
    unanswered = true
    onUnanswered()
    await pause()
    if (signal.aborted) return { kind: 'unknown' }
  }
}

/** The answer to an earlier sending was lost, and a later one is refused because that one was obeyed. */
async function obeyedEarlier(look: () => Promise<Standing>, code: ErrorCode): Promise<OrderOutcome> {
  try {
    const standing = await look()
    return standing.state === 'closed' ? { kind: 'obeyed', standing } : { kind: 'refused', code }
  } catch {
    return { kind: 'unknown' }
  }
}
