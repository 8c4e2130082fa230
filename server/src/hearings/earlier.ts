import { earlierPage, timeOfPlace } from '../protocol/earlier.ts'
import type { Hearing, Place } from './hearings.ts'

/** What is over stands in the lists for so long; what was over before is asked for. */
const recentMs = 3 * 24 * 3_600_000
/** The beginning of what is recent moves in such steps: links to what was before stay the same for as long. */
const stepMs = 3_600_000

/** Since when what is over stands in the lists, ms since the epoch. */
export const recentSinceMs = (nowMs: number): number => Math.floor((nowMs - recentMs) / stepMs) * stepMs

/** The place where the lists end. */
export const beforeRecent = (nowMs: number): Place => ({ sinceMs: recentSinceMs(nowMs), id: '' })

/** Where the page begins that follows the one of `found`, which has one more than a page where there is another. */
export function nextPlaceOf(found: readonly Hearing[]): string | null {
  const last = found[earlierPage - 1]
  return found.length > earlierPage && last !== undefined ? textOfPlace(placeOfHearing(last)) : null
}

export const placeOfHearing = ({ sinceMs, id }: Hearing): Place => ({ sinceMs, id })

/** Of a text that `earlierPlace` has parsed. */
export const placeOf = (text: string): Place => ({
  sinceMs: timeOfPlace(text),
  id: text.slice(text.indexOf('.') + 1 || text.length),
})

export const textOfPlace = ({ sinceMs, id }: Place): string =>
  id === '' ? String(sinceMs) : `${sinceMs}.${id}`
