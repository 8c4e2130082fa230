import type { Logger } from 'pino'
import type { AuditLog } from '../audit/audit-log.ts'
import { inTime } from '../in-time.ts'
import { DomainError, isVerdict } from '../protocol/errors.ts'
import type { Role } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import { createTurns } from '../turns.ts'
import type { Courts } from './courts.ts'
import { findHearing, type Hearing } from './hearings.ts'
import type { OnAir } from './on-air.ts'
import { checkGround, record, reopenedAt, type Order } from './order-records.ts'
import { standingOf } from './standings.ts'
import { after, mayOrder, stillHolds } from './state-machine.ts'
import type { Closing, UnwrittenClosings } from './unwritten-closings.ts'

export interface Orders {
  /**
   * Obeys an order, or throws DomainError: `refused` (no such hearing, or not this giver's to order), `state_moved_on`,
   * `not_in_this_state`, `courtroom_busy`, `bad_request` (a ground that is not the court's), `store_unavailable`,
   * `closed_unwritten` (nothing leaves any more, and it will be written; no other order is obeyed before that).
   */
  give(order: Order): Promise<Hearing>
  /**
   * At the start, before any media: writes what the last run could not. Throws DomainError `closed_unwritten` where that is
   * still so: the session must not be opened.
   */
  takeUp(): Promise<void>
  /** Tries no more to write what could not be written. Idempotent. */
  stop(): void
}

export interface OrdersOptions {
  database: Database
  audit: AuditLog
  courts: Pick<Courts, 'ground'>
  onAir: OnAir
  unwritten: UnwrittenClosings
  nowMs: () => number
  log: Logger
}

/** An order to close waits no longer for the store, ms. */
const closeWaitsMs = 500
const settleAgainMs = 1000

/**
 * The use case behind every order. State, order and audit entry are one transaction, and the media follow it; but an order to
 * close cuts the media first, because it must not wait for a disk, or fail with one.
 */
export function createOrders(options: OrdersOptions): Orders {
  const { database, audit, courts, onAir, unwritten, nowMs, log } = options
  /** One order at a time for a hearing, so that the media end up as the last one says. */
  const turns = createTurns()
  /** Hearings that an order was written for, or not: the store went away in that moment. With the version from before. */
  const unsure = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  let stopped = false

  const judge = async (order: Order, sinceMs: number) => {
    const hearing = await findHearing(database, order.hearingId)
    if (hearing === undefined) throw new DomainError('refused', 'no such hearing')
    const role = giverOf(order)
    const state = after(hearing.state, order.kind)
    if (!stillHolds(order.kind, order.version, hearing.version, await reopenedAt(database, hearing.id)))
      throw new DomainError('state_moved_on', `given for version ${order.version}, it is ${hearing.version}`)
    if (state === null) throw new DomainError('not_in_this_state', `${order.kind} in ${hearing.state}`)
    await checkGround(database, order, hearing)
    const to: Hearing = {
      ...hearing,
      state,
      version: hearing.version + 1,
      sinceMs,
      groundId: state === 'closed' ? order.groundId : null,
    }
    return { role, from: hearing, to, standing: await standingOf(to, courts) }
  }

  const obey = async (order: Order, sinceMs: number): Promise<Hearing> => {
    const isClose = order.kind === 'close'
    const judged = await (isClose ? inTime(judge(order, sinceMs), closeWaitsMs) : judge(order, sinceMs))
    if (judged === null) throw new DomainError('store_unavailable', 'it takes too long')
    const { from, to, standing } = judged
    if (isClose) onAir.apply(to, standing)
    try {
      await database.transaction().execute((write) => record(write, { audit, order, ...judged }))
    } catch (cause) {
      const moved = await follow(from.id, from.version).catch(() => {
        if (!isClose) doubt(from)
        return false
      })
      throw isClose && !moved ? keep(closingOf(order, sinceMs), cause) : cause
    }
    onAir.apply(to, standing)
    log.info({ hearingId: from.id, order: order.kind, state: to.state, version: to.version }, 'order obeyed')
    return to
  }

  /** Lets the media follow what is written, where that is not of the version `before`; whether it is not. */
  const follow = async (hearingId: string, before: number): Promise<boolean> => {
    const stored = await findHearing(database, hearingId)
    unsure.delete(hearingId)
    if (stored === undefined || stored.version === before) return false
    onAir.apply(stored, await standingOf(stored, courts))
    return true
  }

  const doubt = ({ id, version }: Hearing): void => {
    unsure.set(id, version)
    soon()
  }

  /** Closes by what is known here, while the store does not say how the hearing stands. */
  const closeUnasked = (order: Order, sinceMs: number, cause: unknown): unknown => {
    const hearing = onAir.hearing(order.hearingId)
    giverOf(order)
    if (hearing === undefined || order.version > hearing.version || after(hearing.state, order.kind) === null)
      return cause
    const to: Hearing = { ...hearing, state: 'closed', version: hearing.version + 1, sinceMs, groundId: null }
    onAir.apply(to, { state: 'closed', version: to.version, sinceMs, ground: null })
    return keep(closingOf(order, sinceMs), cause)
  }

  const keep = (closing: Closing, cause: unknown): DomainError => {
    const { hearingId } = closing.order
    if (unwritten.of(hearingId) === undefined) {
      log.error({ hearingId, err: cause }, 'closed, and not yet written')
      unwritten.keep(closing)
    }
    soon()
    return new DomainError('closed_unwritten', 'nothing leaves; the order could not be written', { cause })
  }

  const write = async (closing: Closing): Promise<Hearing> => {
    const { order, sinceMs } = closing
    try {
      const hearing = await obey(order, sinceMs)
      unwritten.forget(hearing.id)
      return hearing
    } catch (error) {
      if (!isVerdict(error)) throw keep(closing, error)
      const { code } = error
      if (code === 'closed_unwritten') throw error
      // It has been closed already, or is closed on another ground than one of the court's.
      if (code === 'bad_request' && order.groundId !== null)
        return write({ order: { ...order, groundId: null }, sinceMs })
      unwritten.forget(order.hearingId)
      const stored = await findHearing(database, order.hearingId)
      if (stored === undefined || stored.state !== 'closed') throw error
      return stored
    }
  }

  const soon = (): void => {
    if (!stopped) timer ??= setTimeout(settleAll, settleAgainMs)
  }
  const settleAll = (): void => {
    timer = undefined
    for (const closing of unwritten.all()) {
      const { hearingId } = closing.order
      const writing = async (): Promise<void> => {
        if (unwritten.of(hearingId) === closing) await write(closing)
      }
      turns.take(hearingId, writing, null).catch((error: unknown) => {
        if (unwritten.of(hearingId) === undefined)
          log.error({ hearingId, err: error }, 'closed, and never written')
      })
    }
    for (const [hearingId, version] of unsure)
      turns.take(hearingId, () => follow(hearingId, version), null).catch(soon)
  }

  return {
    give(order) {
      const isClose = order.kind === 'close'
      const give = async (): Promise<Hearing> => {
        const closing = unwritten.of(order.hearingId)
        if (closing !== undefined) {
          const hearing = await write(closing)
          if (isClose) return hearing
        }
        const sinceMs = Math.floor(nowMs())
        try {
          if (order.unasked === true) throw new DomainError('store_unavailable', 'it was not asked')
          return await obey(order, sinceMs)
        } catch (error) {
          throw isClose && !isVerdict(error) ? closeUnasked(order, sinceMs, error) : error
        }
      }
      return turns.take(order.hearingId, give, isClose ? closeWaitsMs : null)
    },
    async takeUp() {
      for (const closing of unwritten.all()) {
        const { hearingId } = closing.order
        log.info({ hearingId }, 'closed before the start, and to be written now')
        await write(closing).catch((error: unknown) => {
          if (unwritten.of(hearingId) !== undefined) throw error
          log.error({ hearingId, err: error }, 'closed, and never written')
        })
      }
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

const closingOf = ({ hearingId, version, groundId, by }: Order, sinceMs: number): Closing => ({
  order: { hearingId, kind: 'close', version, groundId, by: { id: by.id, roles: [...by.roles] } },
  sinceMs,
})

/** As what its giver may give it. */
function giverOf({ by, kind }: Order): Role {
  const role = by.roles.find((held) => mayOrder(held, kind))
  if (role === undefined) throw new DomainError('refused', `may not order ${kind}`)
  return role
}
