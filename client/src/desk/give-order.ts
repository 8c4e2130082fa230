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
  /** An order to close is about to be sent again: it has had no answer, or (`isCut`) is obeyed and not written yet. */
  onUnanswered: (isCut: boolean) => void
  /** Resolves when it is time to send it again. */
  pause: () => Promise<void>
  /** Ends the sending: whoever gave the order has gone. */
  signal: AbortSignal
}

/** No word on the order itself: it may be answered otherwise in a moment. */
const passing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'internal',
  'too_many_requests',
  'store_unavailable',
  'closed_unwritten',
])

/**
 * Gives an order. One to close is sent until the server has answered it: the version that it was given for keeps it from
 * closing what was reopened since. Any other is sent once, since nobody waits for it behind a closed door.
 */
export async function giveOrder(options: GiveOrderOptions): Promise<OrderOutcome> {
  const { request, give, look, onUnanswered, pause, signal } = options
  let unanswered = false
  for (;;) {
    let isCut = false
    try {
      return { kind: 'obeyed', standing: await give(request) }
    } catch (error) {
      isCut = error instanceof ApiError && error.code === 'closed_unwritten'
      if (error instanceof ApiError && !passing.has(error.code)) {
        return unanswered ? obeyedEarlier(look, error.code) : { kind: 'refused', code: error.code }
      }
      if (request.order !== 'close' || signal.aborted)
        return error instanceof ApiError ? { kind: 'refused', code: error.code } : { kind: 'unknown' }
    }
    unanswered = true
    onUnanswered(isCut)
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
