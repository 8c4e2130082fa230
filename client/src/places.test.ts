import { describe, expect, test } from 'vitest'
import { placeOf, placesFor } from './places.ts'

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
    expect(placesFor(may).map(({ name }) => name)).toEqual(expect.arrayContaining(places))
    const others = placesFor(may).filter(({ name }) => !places.includes(name))
    expect(others.filter(({ needs }) => needs.length > 0)).toEqual([])
  })
})

describe('placeOf()', () => {
  test.for([
    ['/hearings', 'hearings'],
    ['/desk', 'desk'],
    ['/desk/hearings/hearing-1', 'desk'],
    ['/desk/accreditation', 'accreditation'],
    ['/desk/accreditation/pools', 'accreditation'],
    ['/desk/auditing', 'desk'],
    ['/watch/hearing-1', null],
  ] as const)('of %s', ([path, place]) => {
    expect(placeOf(path)).toBe(place)
  })
})
