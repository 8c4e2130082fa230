import { describe, expect, it } from 'vitest'
import { createTileWatch, faultsOf, type TileSeen } from './tile-watch.ts'

const always = (): number => 0
const t0 = 1_000_000

/** Looks once a second, from the tile's first second on. */
function watched(
  seconds: number,
  tileAt: (second: number) => Partial<TileSeen>,
  liveSinceMs: (hearingId: string) => number | null = always,
) {
  const watch = createTileWatch()
  for (let second = 0; second <= seconds; second++) {
    const nowMs = t0 + second * 1000
    watch.look(nowMs, [{ ...tile(nowMs - 100), ...tileAt(second) }], liveSinceMs)
  }
  return watch.summary()
}
const frozenFrom =
  (from: number, to = Infinity) =>
  (second: number) =>
    second >= from && second < to ? { captureMs: t0 + from * 1000 - 100 } : {}

const tile = (captureMs: number): TileSeen => ({ hearingId: 'one', captureMs, hasWords: false })

describe('the watch of tiles', () => {
  it('finds nothing in a tile that moves, once it is due', () => {
    const summary = watched(70, () => ({}))
    expect(summary).toMatchObject({ dueS: 61, stillS: 0, longestStillS: 0, longestFrozenS: 0, oldestMs: 100 })
    expect(faultsOf(summary)).toEqual([])
  })

  it('finds the stretch in which a picture looked alive and stood', () => {
    const summary = watched(70, frozenFrom(20, 30))
    expect(summary).toMatchObject({ stillS: 9, longestStillS: 9, longestFrozenS: 9 })
    expect(faultsOf(summary)).toHaveLength(2)
  })

  it('does not hold a standing picture with words for one that looks alive', () => {
    const summary = watched(70, (second) => ({
      ...frozenFrom(20, 30)(second),
      hasWords: second >= 24 && second < 30,
    }))
    expect(summary).toMatchObject({ longestStillS: 9, longestFrozenS: 3 })
    expect(faultsOf(summary)).toHaveLength(1)
  })

  it('takes a tile without any picture for one that stands', () => {
    expect(watched(30, () => ({ captureMs: null }))).toMatchObject({
      dueS: 21,
      stillS: 21,
      longestFrozenS: 21,
    })
  })

  it('expects nothing of a hearing that is not on the air, or has only just come on', () => {
    expect(watched(30, frozenFrom(0), () => null)).toMatchObject({ dueS: 0, stillS: 0 })
    expect(watched(30, frozenFrom(0), () => t0 + 25_000)).toMatchObject({ dueS: 0, stillS: 0 })
  })

  it('gives a tile that was away its time anew', () => {
    const watch = createTileWatch()
    for (const second of [0, 11, 12]) watch.look(t0 + second * 1000, [tile(t0 + second * 1000)], always)
    watch.look(t0 + 13_000, [], always)
    for (const second of [14, 15, 20]) watch.look(t0 + second * 1000, [tile(t0 + 14_000)], always)
    expect(watch.summary()).toMatchObject({ stillS: 0, longestStillS: 0 })
  })

  it('sees words over a picture that moves', () => {
    expect(watched(20, (second) => ({ hasWords: second > 15 }))).toMatchObject({ wordsOverS: 5 })
  })
})
