import type { ScreenShow, WallHearing } from '@press-gallery/server/protocol/screens'

export const maxTiles = 9

/** What the wall plays, and whose sound is heard (null: nobody's). */
export function tilesOf({ settings, underWay }: Pick<ScreenShow, 'settings' | 'underWay'>): {
  tiles: readonly WallHearing[]
  heardId: string | null
} {
  const chosen = underWay.find(({ id }) => id === settings.soundFrom)
  if (settings.layout === 'grid') {
    const tiles = underWay.slice(0, maxTiles)
    const heard = tiles.find(({ id }) => id === chosen?.id) ?? tiles[0]
    return { tiles, heardId: heard?.id ?? null }
  }
  // One that is on the air goes before one that shows a slate, unless somebody chose it.
  const large = chosen ?? underWay.find(({ standing }) => standing.state === 'live') ?? underWay[0]
  return large === undefined ? { tiles: [], heardId: null } : { tiles: [large], heardId: large.id }
}

/** Columns of a grid in which `count` pictures of 16:9 are largest on a display of 16:9. */
export const columnsFor = (count: number): number => Math.max(1, Math.ceil(Math.sqrt(count)))

/** Rows of that grid. */
export const rowsFor = (count: number): number => Math.max(1, Math.ceil(count / columnsFor(count)))
