import { z } from 'zod'
import { rememberedAs, type Remembered } from './remembered.ts'

/** How often a page may load itself anew, kept over the loads: one that can't be mended so must not flicker. */
export interface ReloadBudget {
  /** Whether it may now; one that is spent is written down. */
  spend(nowMs: number): boolean
  /** In the last day. */
  count(nowMs: number): number
}

const dayMs = 24 * 3_600_000
const betweenMs = 5 * 60_000
const aDay = 24

const times = z.array(z.number())

export function createReloadBudget(shelf: Remembered): ReloadBudget {
  const lately = (nowMs: number): number[] => {
    // A time to come was written by a clock that was wrong.
    return (rememberedAs(shelf, times) ?? []).filter((time) => time <= nowMs && nowMs - time < dayMs)
  }
  return {
    spend(nowMs) {
      const spent = lately(nowMs)
      const last = spent.at(-1)
      if (spent.length >= aDay || (last !== undefined && nowMs - last < betweenMs)) return false
      shelf.write(JSON.stringify([...spent, nowMs]))
      return true
    },
    count: (nowMs) => lately(nowMs).length,
  }
}
