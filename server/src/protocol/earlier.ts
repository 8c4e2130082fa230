import { z } from 'zod'

/**
 * A place in the list of what is over, the latest first: when the hearing there was over, ms since the epoch, and its id, since
 * several can be over at the same time. Without an id: before all that was over at that time.
 */
export const earlierPlace = z.string().regex(/^\d{1,15}(?:\.[a-z0-9-]{1,64})?$/)

/** Of lists of hearings: a page of what was over before this place, instead of what there is now. */
export const earlierQuery = z.strictObject({ before: earlierPlace.optional() })

/** So many hearings stand on such a page. */
export const earlierPage = 50

/** When what stands at a place was over, ms since the epoch. */
export const timeOfPlace = (place: string): number => Number(place.split('.', 1)[0])
