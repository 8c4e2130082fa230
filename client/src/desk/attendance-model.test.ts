import type { AttendanceView } from '@press-gallery/server/protocol/attendance'
import { describe, expect, test } from 'vitest'
import { healthOf, inOrderOfNeed, receiptsSaid, type Receipts, type Viewer } from './attendance-model.ts'

const view = (facts: Partial<AttendanceView>): AttendanceView => ({
  hearingId: 'hearing-1',
  state: 'live',
  version: 1,
  watching: 0,
  seeing: 0,
  hearing: 0,
  alarm: null,
  alarmSinceMs: null,
  viewers: [],
  receipts: null,
  ...facts,
})

const viewer = (name: string, facts: Partial<Viewer> = {}): Viewer => ({
  viewingId: `viewing-of-${name}`,
  personId: `person-${name}`,
  name,
  outlet: 'Tengri',
  role: 'journalist',
  path: 'webrtc',
  ownPlayer: false,
  sees: true,
  hears: true,
  complains: null,
  sinceMs: 0,
  ...facts,
})

const receipts = (facts: Partial<Receipts>): Receipts => ({
  version: 4,
  orderedMs: 0,
  of: 14,
  dark: 14,
  slowestMs: 120,
  silent: [],
  ...facts,
})

describe('healthOf()', () => {
  const viewers = [viewer('Dana', { ownPlayer: true, sees: null, hears: null })]
  test.for([
    ['nobody', {}],
    ['all', { watching: 3, seeing: 3, hearing: 3 }],
    ['unknown', { watching: 3, seeing: 3, hearing: 2 }],
    ['unknown', { watching: 3, seeing: 2, hearing: 3 }],
    ['allWhoTell', { watching: 3, seeing: 2, hearing: 2, viewers }],
    ['unknown', { watching: 3, seeing: 2, hearing: 1, viewers }],
    ['unknown', { watching: 1, viewers }],
    ['alarm', { watching: 3, seeing: 3, hearing: 0, alarm: 'nobody_hears' }],
  ] as const)('is %s', ([health, facts]) => {
    expect(healthOf(view(facts))).toBe(health)
  })
})

test('those with something wrong come first', () => {
  const order = inOrderOfNeed(
    [
      viewer('Dana'),
      viewer('Aigul'),
      viewer('Berik', { hears: null }),
      viewer('Yerlan', { hears: false }),
      viewer('Zhanna', { complains: 'sound' }),
      viewer('Olga', { outlet: 'Almaty TV' }),
    ],
    'en',
  )
  expect(order.map(({ name }) => name)).toEqual(['Zhanna', 'Yerlan', 'Olga', 'Aigul', 'Berik', 'Dana'])
})

describe('receiptsSaid()', () => {
  const given = [
    { order: 'close', version: 4, by: 'A clerk', byRole: 'clerk', atMs: 0, ground: null },
  ] as const

  test('names the order that cut', () => {
    expect(receiptsSaid(receipts({}), given, { version: 4 })).toMatchObject({ order: 'close', how: 'all' })
    expect(receiptsSaid(receipts({ version: 6 }), given, { version: 6 }).order).toBeNull()
  })

  test('what an earlier order was answered is not said of the present one', () => {
    expect(receiptsSaid(receipts({ dark: 13 }), given, { version: 5 })).toMatchObject({
      how: 'earlier',
      dark: 13,
    })
  })

  test.for([
    ['nobodyOn', { of: 0, dark: 0, slowestMs: null }],
    ['all', {}],
    ['waiting', { dark: 13, silent: ['Dana'] }],
    ['waiting', { dark: 0, slowestMs: null }],
  ] as const)('says %s', ([how, facts]) => {
    expect(receiptsSaid(receipts({ ...facts, silent: [] }), given, { version: 4 }).how).toBe(how)
  })
})
