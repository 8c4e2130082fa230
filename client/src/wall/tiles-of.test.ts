import type { ScreenSettings, WallHearing } from '@press-gallery/server/protocol/screens'
import { describe, expect, test } from 'vitest'
import { columnsFor, rowsFor, tilesOf } from './tiles-of.ts'

const hearing = (id: string, state: WallHearing['standing']['state'] = 'live'): WallHearing => ({
  id,
  title: id,
  caseNumber: '1',
  courtroom: '1',
  judge: '',
  plannedStartMs: null,
  standing: { state, version: 1, sinceMs: 0, ground: null },
})
const settings: ScreenSettings = {
  layout: 'grid',
  hearingIds: [],
  soundFrom: null,
  language: 'kk',
  volume: 1,
}
const ids = ({ tiles, heardId }: ReturnType<typeof tilesOf>) => [tiles.map(({ id }) => id), heardId]

describe('the wall', () => {
  test('plays all of a grid, with the sound of the first, or of the chosen one', () => {
    const underWay = [hearing('a'), hearing('b')]
    expect(ids(tilesOf({ settings, underWay }))).toEqual([['a', 'b'], 'a'])
    expect(ids(tilesOf({ settings: { ...settings, soundFrom: 'b' }, underWay }))).toEqual([['a', 'b'], 'b'])
    expect(ids(tilesOf({ settings: { ...settings, soundFrom: 'gone' }, underWay }))).toEqual([
      ['a', 'b'],
      'a',
    ])
  })

  test('plays nine at most', () => {
    const underWay = Array.from({ length: 12 }, (_, n) => hearing(`h${n}`))
    expect(tilesOf({ settings, underWay }).tiles).toHaveLength(9)
  })

  test('of one alone: the chosen one, else what is on the air, else the first', () => {
    const one = { ...settings, layout: 'one' as const }
    const underWay = [hearing('a', 'closed'), hearing('b')]
    expect(ids(tilesOf({ settings: one, underWay }))).toEqual([['b'], 'b'])
    expect(ids(tilesOf({ settings: { ...one, soundFrom: 'a' }, underWay }))).toEqual([['a'], 'a'])
    expect(ids(tilesOf({ settings: one, underWay: [hearing('a', 'recess')] }))).toEqual([['a'], 'a'])
    expect(ids(tilesOf({ settings: one, underWay: [] }))).toEqual([[], null])
  })

  test('has as many columns as rows, or one row less', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 9].map(columnsFor)).toEqual([1, 2, 2, 2, 3, 3, 3, 3])
    expect([1, 2, 3, 4, 5, 6, 7, 9].map(rowsFor)).toEqual([1, 1, 2, 2, 2, 2, 3, 3])
  })
})
