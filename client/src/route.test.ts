import { pagePaths } from '@press-gallery/server/http/pages'
import { describe, expect, test } from 'vitest'
import { parseRoute } from './route.ts'

const addresses = [
  ['/', { page: 'home' }],
  ['/sign-in', { page: 'sign-in' }],
  ['/link', { page: 'link' }],
  ['/link/elsewhere', { page: 'unknown' }],
  ['/people', { page: 'people' }],
  ['/courts', { page: 'courts', courtId: null }],
  ['/courts/almaty-city', { page: 'courts', courtId: 'almaty-city' }],
  ['/courts/a/b', { page: 'unknown' }],
  ['/console', { page: 'console', courtroomId: null }],
  ['/console/room-1', { page: 'console', courtroomId: 'room-1' }],
  ['/console/a/b', { page: 'unknown' }],
  ['/account', { page: 'account' }],
  ['/hearings', { page: 'hearings' }],
  ['/hearings/earlier/1790000000000', { page: 'earlier', before: '1790000000000' }],
  ['/hearings/earlier/1790000000000.case-1', { page: 'earlier', before: '1790000000000.case-1' }],
  ['/hearings/earlier', { page: 'unknown' }],
  ['/hearings/earlier/yesterday', { page: 'unknown' }],
  ['/interface', { page: 'interface' }],
  ['/hearings/', { page: 'hearings' }],
  ['/watch/courtroom-3', { page: 'watch', hearingId: 'courtroom-3' }],
  ['/watch', { page: 'unknown' }],
  ['/watch/a/b', { page: 'unknown' }],
  ['/watch/..%2f', { page: 'unknown' }],
  ['/screen', { page: 'device', kind: 'screen' }],
  ['/bench', { page: 'device', kind: 'bench' }],
  ['/screen/1', { page: 'unknown' }],
  ['/elsewhere', { page: 'unknown' }],
] as const

describe('parseRoute()', () => {
  test.for(addresses)('of %s', ([path, route]) => {
    expect(parseRoute(path)).toEqual(route)
  })

  test('knows what the server serves, and nothing that it does not: each page survives a reload', () => {
    const served = pagePaths.map(
      (path) => new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+').replaceAll(/\*\w+/g, '.+')}/?$`),
    )
    const known = addresses.filter(([, { page }]) => page !== 'unknown').map(([path]) => path)
    expect(known.filter((path) => !served.some((pattern) => pattern.test(path)))).toEqual([])
    const filled = pagePaths.map((path) =>
      path.replace('*place', 'audit').replace(':before', '1790000000000').replaceAll(/:\w+/g, 'some-id'),
    )
    expect(filled.filter((path) => parseRoute(path).page === 'unknown')).toEqual([])
  })
})
