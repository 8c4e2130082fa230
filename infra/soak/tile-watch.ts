/** What can be seen of one tile from outside at one moment. */
export interface TileSeen {
  hearingId: string
  /** When the picture that it shows was captured, as the camera burned it in, ms since the epoch; null: nothing that could be read. */
  captureMs: number | null
  /** Whether it says in words why nothing moves: a slate, or a line over the picture. */
  hasWords: boolean
}

export interface TileWatchSummary {
  /** Tile seconds in which a live picture was due. */
  dueS: number
  /** Of these: with the picture of before, or with none. */
  stillS: number
  /** The longest of these stretches, s. */
  longestStillS: number
  /** The longest stretch that looked alive and was not: still, and no words. */
  longestFrozenS: number
  /** Moving, and yet with words over it. */
  wordsOverS: number
  /** How old the pictures were, ms: the worst that moved. */
  oldestMs: number
}

/** A tile that has just come, or whose hearing has just begun or gone on, may take so long to its picture, ms. */
const graceMs = 10_000

interface Known {
  sinceMs: number
  lookedMs: number
  captureMs: number | null
  stillSinceMs: number | null
  frozenSinceMs: number | null
}

/** Judges, by the clock in the pictures, whether each tile moves all the time that it should. */
export interface TileWatch {
  /** `liveSinceMs`: as `Sittings` has it. */
  look(nowMs: number, tiles: readonly TileSeen[], liveSinceMs: (hearingId: string) => number | null): void
  summary(): TileWatchSummary
}

export function createTileWatch(): TileWatch {
  let known = new Map<string, Known>()
  const summary: TileWatchSummary = {
    dueS: 0,
    stillS: 0,
    longestStillS: 0,
    longestFrozenS: 0,
    wordsOverS: 0,
    oldestMs: 0,
  }

  const judge = (nowMs: number, { captureMs, hasWords }: TileSeen, before: Known): Known => {
    const passedS = (nowMs - before.lookedMs) / 1000
    const moved = captureMs !== null && captureMs !== before.captureMs
    summary.dueS += passedS
    if (moved) {
      summary.oldestMs = Math.max(summary.oldestMs, nowMs - captureMs)
      if (hasWords) summary.wordsOverS += passedS
      return { ...before, lookedMs: nowMs, captureMs, stillSinceMs: null, frozenSinceMs: null }
    }
    const stillSinceMs = before.stillSinceMs ?? before.lookedMs
    const frozenSinceMs = hasWords ? null : (before.frozenSinceMs ?? before.lookedMs)
    summary.stillS += passedS
    summary.longestStillS = Math.max(summary.longestStillS, (nowMs - stillSinceMs) / 1000)
    if (frozenSinceMs !== null)
      summary.longestFrozenS = Math.max(summary.longestFrozenS, (nowMs - frozenSinceMs) / 1000)
    return { ...before, lookedMs: nowMs, captureMs, stillSinceMs, frozenSinceMs }
  }

  return {
    look(nowMs, tiles, liveSinceMs) {
      const next = new Map<string, Known>()
      for (const tile of tiles) {
        const before = known.get(tile.hearingId) ?? fresh(nowMs)
        const liveMs = liveSinceMs(tile.hearingId)
        const isDue = liveMs !== null && nowMs - Math.max(liveMs, before.sinceMs) >= graceMs
        next.set(
          tile.hearingId,
          isDue
            ? judge(nowMs, tile, before)
            : { ...fresh(nowMs), sinceMs: before.sinceMs, captureMs: tile.captureMs },
        )
      }
      known = next
    },
    summary: () => ({ ...summary }),
  }
}

const fresh = (nowMs: number): Known => ({
  sinceMs: nowMs,
  lookedMs: nowMs,
  captureMs: null,
  stillSinceMs: null,
  frozenSinceMs: null,
})

/** The page says `stalled` after 3 s, and looks once a second; this looks once a second as well. */
const frozenAtMostS = 6
const stillAtMostShare = 0.01

/** Sentences for what a wall must not do; none: it moved as it should. */
export function faultsOf({ dueS, stillS, longestFrozenS }: TileWatchSummary): string[] {
  return [
    ...(dueS === 0 ? ['no picture was ever due'] : []),
    ...(longestFrozenS > frozenAtMostS
      ? [`a tile looked alive and was frozen for ${longestFrozenS.toFixed(1)} s`]
      : []),
    ...(stillS > stillAtMostShare * dueS
      ? [
          `tiles stood still for ${((100 * stillS) / dueS).toFixed(1)} % of the time that they should have moved`,
        ]
      : []),
  ]
}
