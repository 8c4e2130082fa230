import type { AuditLog } from '../audit/audit-log.ts'
import { DomainError } from '../protocol/errors.ts'
import { underWayStates, type OrderKind } from '../protocol/hearing-state.ts'
import type { Role } from '../protocol/identifiers.ts'
import type { Database, Write } from '../store/open-store.ts'
import { isNotOver, type Hearing } from './hearings.ts'

export interface Order {
  hearingId: string
  kind: OrderKind
  /** The version of the state that it was given for. */
  version: number
  groundId: string | null
  /** Who gives it could not be asked of the store a moment ago, so the store is not asked; only for an order to close. */
  unasked?: boolean
  by: {
    id: string
    /** What the giver is to the hearing's court. */
    roles: readonly Role[]
  }
}

/** The version that the last reopening made; null where there was none. */
export async function reopenedAt(database: Database, hearingId: string): Promise<number | null> {
  const last = await database
    .selectFrom('orders')
    .select('version')
    .where('hearing_id', '=', hearingId)
    .where('kind', '=', 'reopen')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.version ?? null
}

/** Throws DomainError `bad_request`. */
export async function checkGround(database: Database, order: Order, hearing: Hearing): Promise<void> {
  if (order.groundId === null) return
  if (order.kind !== 'close') throw new DomainError('bad_request', 'a ground goes with closing only')
  const found = await database
    .selectFrom('grounds')
    .select('id')
    .where('id', '=', order.groundId)
    .where('court_id', '=', hearing.courtId)
    .executeTakeFirst()
  if (found === undefined) throw new DomainError('bad_request', 'not one of the court’s grounds')
}

export interface Recorded {
  audit: AuditLog
  order: Order
  role: Role
  from: Hearing
  to: Hearing
}

/** State, order and audit entry; throws DomainError `state_moved_on`, `courtroom_busy`. */
export async function record(write: Write, { audit, order, role, from, to }: Recorded): Promise<void> {
  if (from.state === 'scheduled' && to.state === 'live') await claimCourtroom(write, from)
  const { numUpdatedRows } = await write
    .updateTable('hearings')
    .set({ state: to.state, version: to.version, since_ms: to.sinceMs, ground_id: to.groundId })
    .where('id', '=', from.id)
    .where('version', '=', from.version)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new DomainError('state_moved_on', 'another order was first')
  await write
    .insertInto('orders')
    .values({
      hearing_id: from.id,
      version: to.version,
      kind: order.kind,
      from_state: from.state,
      to_state: to.state,
      by_id: order.by.id,
      by_role: role,
      ground_id: to.groundId,
      at_ms: to.sinceMs,
    })
    .execute()
  await audit.append(write, {
    kind: `hearing.${order.kind}`,
    courtId: from.courtId,
    hearingId: from.id,
    actorId: order.by.id,
    data: {
      role,
      from: from.state,
      to: to.state,
      version: to.version,
      givenFor: order.version,
      ground: to.groundId,
    },
  })
}

async function claimCourtroom(write: Write, hearing: Hearing): Promise<void> {
  // A row that both starters write: the second waits, and then sees the first one's hearing.
  await write
    .updateTable('courtrooms')
    .set((room) => ({ position: room.ref('position') }))
    .where('id', '=', hearing.courtroomId)
    .execute()
  const other = await write
    .selectFrom('hearings')
    .select('id')
    .where('courtroom_id', '=', hearing.courtroomId)
    .where('id', '!=', hearing.id)
    .where(isNotOver)
    .where('state', 'in', underWayStates)
    .executeTakeFirst()
  if (other !== undefined) throw new DomainError('courtroom_busy', `${other.id} is under way there`)
}
