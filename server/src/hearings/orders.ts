import type { Logger } from 'pino'
import type { AuditLog } from '../audit/audit-log.ts'
import { DomainError } from '../protocol/errors.ts'
import type { OrderKind } from '../protocol/hearing-state.ts'
import type { Role } from '../protocol/identifiers.ts'
import type { Database, Write } from '../store/open-store.ts'
import { findHearing, underWay, type Hearing } from './hearings.ts'
import type { OnAir } from './on-air.ts'
import type { Courts } from './courts.ts'
import { standingOf } from './standings.ts'
import { after, mayOrder, stillHolds } from './state-machine.ts'

export interface Order {
  hearingId: string
  kind: OrderKind
  /** The version of the state that it was given for. */
  version: number
  groundId: string | null
  by: {
    id: string
    /** What the giver is to the hearing's court. */
    roles: readonly Role[]
  }
}

export interface Orders {
  /**
   * Obeys an order, or throws DomainError: `refused` (no such hearing, or not this giver's to order), `state_moved_on`,
   * `not_in_this_state`, `courtroom_busy`, `bad_request` (a ground that is not the court's).
   */
  give(order: Order): Promise<Hearing>
}

export interface OrdersOptions {
  database: Database
  audit: AuditLog
  courts: Pick<Courts, 'ground'>
  onAir: OnAir
  nowMs: () => number
  log: Logger
}

/**
 * The use case behind every order. State, order and audit entry are one transaction, and the media follow it; but an order to
 * close cuts the media first, because it must not wait for a disk, or fail with one.
 */
export function createOrders({ database, audit, courts, onAir, nowMs, log }: OrdersOptions): Orders {
  /** One order at a time for a hearing, so that the media end up as the last one says. */
  const turns = new Map<string, Promise<unknown>>()

  const obey = async (order: Order): Promise<Hearing> => {
    const hearing = await findHearing(database, order.hearingId)
    if (hearing === undefined) throw new DomainError('refused', 'no such hearing')
    const role = order.by.roles.find((held) => mayOrder(held, order.kind))
    if (role === undefined) throw new DomainError('refused', `may not order ${order.kind}`)
    const state = after(hearing.state, order.kind)
    if (!stillHolds(order.kind, order.version, hearing.version, await reopenedAt(database, hearing.id)))
      throw new DomainError('state_moved_on', `given for version ${order.version}, it is ${hearing.version}`)
    if (state === null) throw new DomainError('not_in_this_state', `${order.kind} in ${hearing.state}`)
    await checkGround(database, order, hearing)
    const next: Hearing = {
      ...hearing,
      state,
      version: hearing.version + 1,
      sinceMs: Math.floor(nowMs()),
      groundId: state === 'closed' ? order.groundId : null,
    }

    const standing = await standingOf(next, courts)
    if (order.kind === 'close') onAir.apply(next, standing)
    try {
      await database
        .transaction()
        .execute((write) => record(write, { audit, order, role, from: hearing, to: next }))
    } catch (cause) {
      const stored = await findHearing(database, hearing.id).catch(() => undefined)
      // Somebody else's order was written first: the media follow what is written.
      if (stored !== undefined && stored.version !== hearing.version)
        onAir.apply(stored, await standingOf(stored, courts))
      else if (order.kind === 'close') {
        onAir.holdOff(hearing.id)
        log.error({ hearingId: hearing.id, err: cause }, 'closed, but the order could not be written')
      }
      throw cause
    }
    onAir.apply(next, standing)
    log.info({ hearingId: hearing.id, order: order.kind, state, version: next.version }, 'order obeyed')
    return next
  }

  return {
    give(order) {
      const before = turns.get(order.hearingId) ?? Promise.resolve()
      const turn = before.then(() => obey(order))
      const settled = turn
        .catch(() => undefined)
        .finally(() => {
          if (turns.get(order.hearingId) === settled) turns.delete(order.hearingId)
        })
      turns.set(order.hearingId, settled)
      return turn
    },
  }
}

/** The version that the last reopening made; null where there was none. */
async function reopenedAt(database: Database, hearingId: string): Promise<number | null> {
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

async function checkGround(database: Database, order: Order, hearing: Hearing): Promise<void> {
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

interface Recorded {
  audit: AuditLog
  order: Order
  role: Role
  from: Hearing
  to: Hearing
}

async function record(write: Write, { audit, order, role, from, to }: Recorded): Promise<void> {
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
    .where('state', 'in', underWay)
    .executeTakeFirst()
  if (other !== undefined) throw new DomainError('courtroom_busy', `${other.id} is under way there`)
}
