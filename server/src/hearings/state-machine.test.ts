import { array, assert, constantFrom, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hearingStates, orderKinds, type HearingState, type OrderKind } from '../protocol/hearing-state.ts'
import { roles, type Role } from '../protocol/identifiers.ts'
import { after, isOnAir, mayOrder, stillHolds } from './state-machine.ts'

const table: Record<HearingState, Record<OrderKind, HearingState | null>> = {
  scheduled: {
    start: 'live',
    recess: null,
    close: null,
    reopen: null,
    end: null,
    cancel: 'cancelled',
    seal: null,
  },
  live: {
    start: null,
    recess: 'recess',
    close: 'closed',
    reopen: null,
    end: 'ended',
    cancel: null,
    seal: null,
  },
  recess: {
    start: 'live',
    recess: null,
    close: 'closed',
    reopen: null,
    end: 'ended',
    cancel: null,
    seal: null,
  },
  closed: { start: null, recess: null, close: null, reopen: 'live', end: 'ended', cancel: null, seal: null },
  ended: { start: null, recess: null, close: null, reopen: null, end: null, cancel: null, seal: 'sealed' },
  sealed: { start: null, recess: null, close: null, reopen: null, end: null, cancel: null, seal: null },
  cancelled: { start: null, recess: null, close: null, reopen: null, end: null, cancel: null, seal: null },
}

const givers: Record<OrderKind, Role[]> = {
  start: ['technician', 'clerk'],
  recess: ['technician', 'clerk'],
  close: ['technician', 'clerk', 'bench'],
  reopen: ['clerk'],
  end: ['technician', 'clerk'],
  cancel: ['press_officer', 'clerk'],
  seal: [],
}

/** The orders that led out of a closed session. */
const wayOut = (orders: readonly OrderKind[]): Set<OrderKind> => {
  const out = new Set<OrderKind>()
  let state: HearingState = 'scheduled'
  for (const order of orders) {
    const next = after(state, order)
    if (state === 'closed' && next !== null) out.add(order)
    state = next ?? state
  }
  return out
}

describe('the state machine of a hearing', () => {
  it.each(hearingStates.flatMap((state) => orderKinds.map((order) => ({ state, order }))))(
    '$state, ordered to $order',
    ({ state, order }) => {
      expect(after(state, order)).toBe(table[state][order])
    },
  )

  it.each(orderKinds)('lets nobody else order to %s', (order) => {
    expect(roles.filter((role) => mayOrder(role, order)).toSorted()).toEqual(givers[order].toSorted())
  })

  it('is on the air in one state only', () => {
    expect(hearingStates.filter(isOnAir)).toEqual(['live'])
  })

  it('never leads out of a closed session but by reopening or ending it, whatever is ordered', () => {
    assert(
      property(array(constantFrom(...orderKinds)), (orders) => {
        expect([...wayOut(orders)].filter((order) => order !== 'reopen' && order !== 'end')).toEqual([])
      }),
    )
    expect([...wayOut(['start', 'close', 'reopen', 'close', 'end'])]).toEqual(['reopen', 'end'])
  })
})

describe('an order for a state that has moved on', () => {
  it.each(orderKinds.filter((order) => order !== 'close'))('loses: %s', (order) => {
    expect(stillHolds(order, 3, 3, null)).toBe(true)
    expect(stillHolds(order, 2, 3, null)).toBe(false)
    expect(stillHolds(order, 4, 3, null)).toBe(false)
  })

  it('to close is obeyed late, unless the session was reopened since', () => {
    expect(stillHolds('close', 2, 3, null)).toBe(true)
    expect(stillHolds('close', 5, 6, 4)).toBe(true)
    expect(stillHolds('close', 4, 6, 4)).toBe(true)
    expect(stillHolds('close', 2, 4, 4)).toBe(false)
    expect(stillHolds('close', 4, 3, null)).toBe(false)
  })
})
