import type { OrderKind } from '../../server/src/protocol/hearing-state.ts'

/** What the demo's hearing is brought into, one after the other. */
export const states = ['live', 'recess', 'closed', 'ended'] as const
export type State = (typeof states)[number]

/** Null: it begins so. */
export const orderFor: Record<State, OrderKind | null> = {
  live: null,
  recess: 'recess',
  closed: 'close',
  ended: 'end',
}

/** The pages that say what it is in. */
export const changing: ReadonlySet<string> = new Set([
  'hearings',
  'watch',
  'console',
  'console-courtroom',
  'desk',
  'desk-hearing',
  'region',
  'bench',
  'wall',
])
