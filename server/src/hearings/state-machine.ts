import type { HearingState, OrderKind } from '../protocol/hearing-state.ts'
import type { Role } from '../protocol/identifiers.ts'

/**
 * `scheduled → live ⇄ recess`, `live|recess ⇄ closed`, `→ ended → sealed`, `scheduled → cancelled`.
 * A closed session reopens to `live`: the clerk's one button puts it on the air again.
 */
const moves: Record<OrderKind, Partial<Record<HearingState, HearingState>>> = {
  start: { scheduled: 'live', recess: 'live' },
  recess: { live: 'recess' },
  close: { live: 'closed', recess: 'closed' },
  reopen: { closed: 'live' },
  end: { live: 'ended', recess: 'ended', closed: 'ended' },
  cancel: { scheduled: 'cancelled' },
  seal: { ended: 'sealed' },
}

const givers: Record<OrderKind, readonly Role[]> = {
  start: ['technician', 'clerk'],
  recess: ['technician', 'clerk'],
  close: ['technician', 'clerk', 'bench'],
  reopen: ['clerk'],
  end: ['technician', 'clerk'],
  cancel: ['clerk', 'press_officer'],
  // Nothing signs an archive yet, so nobody can say that it is sealed.
  seal: [],
}

/** The state that an order leads to; null where it can't be given in this state. */
export const after = (state: HearingState, order: OrderKind): HearingState | null =>
  moves[order][state] ?? null

export const mayOrder = (role: Role, order: OrderKind): boolean => givers[order].includes(role)

/** The only state in which a hearing's picture and sound leave the courtroom. */
export const isOnAir = (state: HearingState): boolean => state === 'live'

/**
 * Whether an order given for version `given` still holds at version `now`. It loses when the state has moved on, but for one:
 * an order to close is obeyed late as well, unless the session has been reopened since (`reopenedAt`, the version
 * that the last reopening made, or null), because then it has been closed, and judged, in between.
 */
export function stillHolds(order: OrderKind, given: number, now: number, reopenedAt: number | null): boolean {
  if (given === now) return true
  return order === 'close' && given < now && (reopenedAt === null || reopenedAt <= given)
}
