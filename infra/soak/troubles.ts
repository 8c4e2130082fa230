/** What was not calm in a minute. */
export interface Troubles {
  /** Tile seconds without a picture that was due. */
  stillS: number
  /** Tiles that showed HLS at once, the most of them. */
  overHls: number
  /** Tiles that the wall has built anew. */
  mended: number
  /** Lines that the server has logged as warnings. */
  warned: number
}

export interface TroubleTally {
  /** How many tiles show HLS now. */
  overHls(tiles: number): void
  /** Of the time since the last call. */
  take(): Troubles
}

/** @param total since the beginning; what the page itself counts begins anew with it */
export function createTroubleTally(total: () => Omit<Troubles, 'overHls'>): TroubleTally {
  let before = total()
  let overHls = 0
  return {
    overHls(tiles) {
      overHls = Math.max(overHls, tiles)
    },
    take() {
      const now = total()
      const since = (what: keyof typeof now): number =>
        now[what] < before[what] ? now[what] : now[what] - before[what]
      const taken = { stillS: since('stillS'), overHls, mended: since('mended'), warned: since('warned') }
      before = now
      overHls = 0
      return taken
    },
  }
}
