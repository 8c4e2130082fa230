import { z } from 'zod'
import { identifier, inThree } from './identifiers.ts'

export const hearingStates = [
  'scheduled',
  'live',
  'recess',
  'closed',
  'ended',
  'sealed',
  'cancelled',
] as const
export const hearingState = z.enum(hearingStates)
export type HearingState = z.infer<typeof hearingState>

/** In these a hearing has its courtroom to itself: there is something to record, or to be kept from being recorded. */
export const underWayStates = ['live', 'recess', 'closed'] as const satisfies readonly HearingState[]
export const isUnderWay = (state: HearingState): boolean => underWayStates.some((one) => one === state)

/** In these a hearing is over: nothing more is broadcast, planned or asked for. */
export const overStates = ['ended', 'sealed', 'cancelled'] as const satisfies readonly HearingState[]
export const isOver = (state: HearingState): boolean => overStates.some((over) => over === state)

/** What may be ordered of a hearing. `start` begins it, and goes on with it after a recess. */
export const orderKinds = ['start', 'recess', 'close', 'reopen', 'end', 'cancel', 'seal'] as const
export const orderKind = z.enum(orderKinds)
export type OrderKind = z.infer<typeof orderKind>

/** Why a session was closed, as the court's own list words it. */
export const ground = z.strictObject({ id: identifier, words: inThree, shown: z.boolean() })
export type Ground = z.infer<typeof ground>

/** `POST /api/hearings/{id}/orders`. */
export const orderRequest = z.strictObject({
  order: orderKind,
  /** The version of the state that the order was given for; it loses (`state_moved_on`) when that has changed. */
  version: z.int().min(0),
  /** One of the court's grounds; only with `close`. */
  groundId: identifier.optional(),
})
export type OrderRequest = z.infer<typeof orderRequest>

/** Where a hearing stands, as everyone who may see it is told. */
export const standing = z.strictObject({
  state: hearingState,
  /** Grows by one with each order. */
  version: z.int().min(0),
  /** When this state began, ms since the epoch. */
  sinceMs: z.number(),
  /** Of a closed session, where the court lets the press know; else null. */
  ground: inThree.nullable(),
})
export type Standing = z.infer<typeof standing>
