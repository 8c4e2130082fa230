import { describe, expect, test } from 'vitest'
import { parseDeskPlace } from './desk-place.ts'

describe('parseDeskPlace()', () => {
  test.for([
    ['', { name: 'hearings' }],
    ['accreditation', { name: 'accreditation', state: 'requested' }],
    ['accreditation/granted', { name: 'accreditation', state: 'granted' }],
    ['accreditation/pools', { name: 'pools' }],
    ['accreditation/grant', { name: 'grant' }],
    ['accreditation/nothing', null],
    ['accreditation/granted/x', null],
    ['accreditation/courts/almaty/pools/pool-1', { name: 'pool', courtId: 'almaty', poolId: 'pool-1' }],
    ['accreditation/courts/almaty/pools/pool-1/x', null],
    ['accreditation/courts/almaty/pools', null],
    ['earlier/1790000000000', { name: 'earlier', before: '1790000000000' }],
    ['earlier/1790000000000.hearing-1', { name: 'earlier', before: '1790000000000.hearing-1' }],
    ['earlier', null],
    ['earlier/yesterday', null],
    ['earlier/1790000000000/x', null],
    ['audit', { name: 'audit' }],
    ['audit/more', null],
    ['courts/almaty/schedule', { name: 'schedule', courtId: 'almaty' }],
    ['courts/almaty', null],
    ['hearings', null],
    ['hearings/hearing-1', { name: 'hearing', hearingId: 'hearing-1' }],
    ['hearings/hearing-1/change', { name: 'change', hearingId: 'hearing-1' }],
    ['hearings/hearing-1/change/x', null],
    ['hearings/..%2f', null],
  ] as const)('of /desk/%s', ([rest, place]) => {
    expect(parseDeskPlace(rest.split('/').filter(Boolean))).toEqual(place)
  })
})
