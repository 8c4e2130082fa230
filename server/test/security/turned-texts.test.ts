import { assert, constantFrom, nat, property, tuple } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { describedRoutes } from '../../src/http/interface/areas.ts'
import { inThree } from '../../src/protocol/identifiers.ts'
import { oneLine, shownText, shownTitle } from '../../src/protocol/texts.ts'
import { arbitraryOf } from './arbitrary-of.ts'

/** LRE, RLE, PDF, LRO, RLO, and LRI, RLI, FSI, PDI of UAX 9. */
const turning = Array.from('\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069')

/** Secrets, and what is compared with something that is there: none of it is shown. */
const unshown = new Set([
  'password',
  'current',
  'next',
  'transports',
  'code',
  'secret',
  'login',
  'poolId',
  'outletId',
  'people',
  'replaces',
  'person',
])

type Place = readonly (string | number)[]

function textsIn(value: unknown, place: Place = []): { place: Place; text: string }[] {
  if (typeof value === 'string') return [{ place, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => textsIn(inner, [...place, name]))
}

/** The value with the text at a place made another. */
function withText(value: unknown, place: Place, change: (text: string) => string): unknown {
  const [name, ...rest] = place
  if (name === undefined) return typeof value === 'string' ? change(value) : value
  if (Array.isArray(value))
    return value.map((one: unknown, index) => (String(index) === name ? withText(one, rest, change) : one))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === name ? withText(inner, rest, change) : inner]),
  )
}

const requests = Object.entries(describedRoutes).flatMap(([name, { request }]) =>
  request instanceof z.ZodType ? [{ name, request }] : [],
)

describe('no request brings a text that turns its own direction before other people', () => {
  it.each(requests)('$name', ({ request }) => {
    const spoilt = tuple(arbitraryOf(request), nat(), nat(), constantFrom(...turning))
    assert(
      property(spoilt, ([value, which, at, character]) => {
        const texts = textsIn(value)
        const chosen = texts[which % texts.length]?.place ?? []
        const parsed = request.safeParse(
          withText(value, chosen, (text) => {
            const index = at % (text.length + 1)
            return text.slice(0, index) + character + text.slice(index)
          }),
        )
        const turned = parsed.success
          ? textsIn(parsed.data).filter(({ text }) => turning.some((one) => text.includes(one)))
          : []
        const shown = turned.filter(({ place }) => !place.some((name) => unshown.has(String(name))))
        expect(shown.map(({ place }) => place.join('.'))).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  it('takes it out of titles and texts, and lets no name have it', () => {
    for (const character of turning) {
      expect(shownTitle(9).parse(` ${character}Case${character} 17 `)).toBe('Case 17')
      expect(shownTitle(9).safeParse(character).success).toBe(false)
      expect(shownText(9).parse(`a\n${character}b`)).toBe('a\nb')
      expect(inThree.parse({ kk: character, ru: `ы${character}`, en: '' })).toEqual({
        kk: '',
        ru: 'ы',
        en: '',
      })
      expect(oneLine(9).safeParse(`a${character}b`).success).toBe(false)
    }
  })
})
