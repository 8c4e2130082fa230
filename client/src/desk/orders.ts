import type { HearingState, OrderKind, Standing } from '@press-gallery/server/protocol/hearing-state'

/** From the one wanted most urgently to the one wanted least. */
const inOrder: readonly OrderKind[] = ['close', 'start', 'reopen', 'recess', 'end', 'cancel', 'seal']

/** Those that put the courtroom on the air out of a closed session, or can't be taken back. */
const confirmed: readonly OrderKind[] = ['reopen', 'end', 'cancel', 'seal']
export const needsConfirmation = (order: OrderKind): boolean => confirmed.includes(order)

/** Each order's key, by its place on the keyboard, and as it stands on a Latin one. */
export const orderKeys: Record<OrderKind, { code: string; shown: string }> = {
  close: { code: 'KeyC', shown: 'C' },
  start: { code: 'KeyS', shown: 'S' },
  reopen: { code: 'KeyO', shown: 'O' },
  recess: { code: 'KeyR', shown: 'R' },
  end: { code: 'KeyE', shown: 'E' },
  cancel: { code: 'KeyX', shown: 'X' },
  seal: { code: 'KeyL', shown: 'L' },
}

export interface Allowed {
  /** What the server has said may be ordered, */
  readonly orders: readonly OrderKind[]
  /** while the hearing stood like this. */
  readonly standing: Pick<Standing, 'version'>
}

/**
 * What to offer while the hearing stands as `now` says. Where it has moved on and the server has not been asked anew yet, only
 * closing is left, which is obeyed late as well.
 */
export function ordersToOffer({ orders, standing }: Allowed, now: Standing): OrderKind[] {
  const known = standing.version === now.version
  const canClose = now.state === 'live' || now.state === 'recess'
  return inOrder.filter((order) => orders.includes(order) && (known || (order === 'close' && canClose)))
}

/** What the button says: going on after a recess is the same order as beginning. */
export const wordsOfOrder = (order: OrderKind, state: HearingState): OrderKind | 'goOn' =>
  order === 'start' && state === 'recess' ? 'goOn' : order

/** The later of the two; messages may overtake each other. */
export const laterOf = (a: Standing | null, b: Standing | null): Standing | null => {
  if (a === null || b === null) return a ?? b
  return b.version > a.version ? b : a
}
