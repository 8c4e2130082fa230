import type { HearingState, Standing } from '@press-gallery/server/protocol/hearing-state'
import { orderKinds } from '@press-gallery/server/protocol/hearing-state'
import { describe, expect, test } from 'vitest'
import { laterOf, needsConfirmation, orderKeys, ordersToOffer, wordsOfOrder } from './orders.ts'

const at = (state: HearingState, version: number): Standing => ({ state, version, sinceMs: 0, ground: null })

describe('ordersToOffer()', () => {
  test('offers what the server allows in this state, closing first', () => {
    const allowed = { orders: ['end', 'recess', 'close'] as const, standing: at('live', 3) }
    expect(ordersToOffer(allowed, at('live', 3))).toEqual(['close', 'recess', 'end'])
  })

  test.for([
    ['recess', ['close']],
    ['live', ['close']],
    ['closed', []],
    ['ended', []],
  ] as const)('offers only to close once the state has moved on to %s', ([state, left]) => {
    const allowed = { orders: ['close', 'recess', 'end'] as const, standing: at('live', 3) }
    expect(ordersToOffer(allowed, at(state, 4))).toEqual(left)
  })

  test('offers nothing to those who may order nothing', () => {
    expect(ordersToOffer({ orders: [], standing: at('live', 3) }, at('live', 4))).toEqual([])
  })
})

test('closing is never asked twice, reopening is', () => {
  expect(orderKinds.filter(needsConfirmation)).toEqual(['reopen', 'end', 'cancel', 'seal'])
})

test('no two orders have one key', () => {
  const codes = Object.values(orderKeys).map(({ code }) => code)
  expect(new Set(codes).size).toBe(orderKinds.length)
})

test('to start after a recess is called to go on', () => {
  expect(wordsOfOrder('start', 'recess')).toBe('goOn')
  expect(wordsOfOrder('start', 'scheduled')).toBe('start')
  expect(wordsOfOrder('close', 'recess')).toBe('close')
})

test('laterOf() takes the higher version, whichever came last', () => {
  expect(laterOf(at('closed', 5), at('live', 4))?.state).toBe('closed')
  expect(laterOf(at('live', 4), at('closed', 5))?.state).toBe('closed')
  expect(laterOf(null, at('live', 4))?.state).toBe('live')
  expect(laterOf(null, null)).toBeNull()
})
