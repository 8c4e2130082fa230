import type { ScreenHealth } from '@press-gallery/server/protocol/screens'

type TileHealth = ScreenHealth['tiles'][number]

/** What the tiles of the wall say of themselves, for whoever reports it. */
export interface WallHealth {
  tell(tile: TileHealth): void
  /** The tile is gone. */
  forget(hearingId: string): void
  /** Whether another tile than this one has a picture, and sound. */
  othersSee(hearingId: string): boolean
  othersHear(hearingId: string): boolean
  healed(): void
  report(): Pick<ScreenHealth, 'tiles' | 'healed'>
  /** Called back when anything in the report has changed. */
  subscribe(listener: () => void): () => void
}

export function createWallHealth(): WallHealth {
  const tiles = new Map<string, TileHealth>()
  const listeners = new Set<() => void>()
  let healed = 0
  const changed = (): void => {
    for (const listener of listeners) listener()
  }
  const others = (hearingId: string): TileHealth[] =>
    [...tiles.values()].filter((tile) => tile.hearingId !== hearingId)
  return {
    tell(tile) {
      const known = tiles.get(tile.hearingId)
      const isSame = known?.path === tile.path && known.sees === tile.sees && known.hears === tile.hears
      tiles.set(tile.hearingId, tile)
      if (!isSame) changed()
    },
    forget(hearingId) {
      if (tiles.delete(hearingId)) changed()
    },
    othersSee: (hearingId) => others(hearingId).some(({ sees }) => sees === true),
    othersHear: (hearingId) => others(hearingId).some(({ hears }) => hears === true),
    healed() {
      healed++
      changed()
    },
    report: () => ({ tiles: [...tiles.values()].slice(0, 9), healed }),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
