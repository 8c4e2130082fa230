import { describe, expect, test } from 'vitest'
import { parseRoute } from './route.ts'

describe('parseRoute()', () => {
  test.for([
    ['/', { page: 'home' }],
    ['/sign-in', { page: 'sign-in' }],
    ['/link', { page: 'link' }],
    ['/link/elsewhere', { page: 'unknown' }],
    ['/people', { page: 'people' }],
    ['/courts', { page: 'courts', courtId: null }],
    ['/courts/almaty-city', { page: 'courts', courtId: 'almaty-city' }],
    ['/courts/a/b', { page: 'unknown' }],
    ['/account', { page: 'account' }],
    ['/hearings', { page: 'hearings' }],
    ['/hearings/', { page: 'hearings' }],
    ['/watch/courtroom-3', { page: 'watch', hearingId: 'courtroom-3' }],
    ['/watch', { page: 'unknown' }],
    ['/watch/a/b', { page: 'unknown' }],
    ['/watch/..%2f', { page: 'unknown' }],
    ['/elsewhere', { page: 'unknown' }],
  ] as const)('of %s', ([path, route]) => {
    expect(parseRoute(path)).toEqual(route)
  })
})
