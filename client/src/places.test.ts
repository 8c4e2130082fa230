import { describe, expect, test } from 'vitest'
import { isOfStaff, placeOf, placesFor, placesNamed } from './places.ts'

describe('placesFor()', () => {
  test.for([
    { name: 'a journalist', may: [], places: ['hearings'] },
    { name: 'a clerk', may: ['court.see', 'hearings.order'], places: ['hearings', 'desk'] },
    {
      name: 'a press officer',
      may: ['court.see', 'accreditations.decide'],
      places: ['hearings', 'desk', 'accreditation'],
    },
    { name: 'an auditor', may: ['court.see', 'audit.read'], places: ['hearings', 'desk', 'audit'] },
  ])('of $name', ({ may, places }) => {
    const person = { may, grants: [] }
    expect(placesFor(person).map(({ name }) => name)).toEqual(expect.arrayContaining(places))
    const others = placesFor(person).filter(({ name }) => !places.includes(name))
    expect(others.filter(({ needs }) => needs.length > 0)).toEqual([])
  })
})

const has = (...grants: { role: 'auditor' | 'journalist'; courtId: string | null }[]): boolean =>
  placesFor({ may: ['court.see'], grants }).some(({ name }) => name === 'region')

test('all courts on one page are for those who serve more than one', () => {
  const one = { role: 'auditor', courtId: 'court-1' } as const
  expect(has(one)).toBe(false)
  expect(has(one, { role: 'journalist', courtId: 'court-2' })).toBe(false)
  expect(has(one, { role: 'auditor', courtId: 'court-2' })).toBe(true)
  expect(has({ role: 'auditor', courtId: null })).toBe(true)
})

test('places are found by their names, whatever else was remembered', () => {
  expect(placesNamed(['desk', 'on', '', 'hearings']).map(({ href }) => href)).toEqual(['/hearings', '/desk'])
})

test('room for the navigation is kept on a first visit where only staff go', () => {
  expect(['/console', '/desk/hearings/hearing-1', '/people'].map(isOfStaff)).toEqual([true, true, true])
  expect(['/hearings', '/watch/hearing-1', '/account', '/sign-in'].map(isOfStaff)).toEqual(
    Array(4).fill(false),
  )
})

test.for([
  ['court-1', false],
  [null, true],
] as const)('the server is shown to an administrator of %s: %s', ([courtId, shown]) => {
  const places = placesFor({ may: ['server.manage'], grants: [{ role: 'administrator', courtId }] })
  expect(places.some(({ name }) => name === 'server')).toBe(shown)
})

describe('placeOf()', () => {
  test.for([
    ['/hearings', 'hearings'],
    ['/desk', 'desk'],
    ['/desk/hearings/hearing-1', 'desk'],
    ['/desk/accreditation', 'accreditation'],
    ['/desk/accreditation/pools', 'accreditation'],
    ['/desk/auditing', 'desk'],
    ['/region/attention', 'region'],
    ['/server/keys', 'server'],
    ['/watch/hearing-1', null],
  ] as const)('of %s', ([path, place]) => {
    expect(placeOf(path)).toBe(place)
  })
})
