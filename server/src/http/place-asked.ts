import type { Request } from 'express'
import { placeOf } from '../hearings/earlier.ts'
import type { Place } from '../hearings/hearings.ts'
import { earlierQuery } from '../protocol/earlier.ts'

/** Before which place a list of hearings is asked for; null: what there is now. */
export function placeAsked(request: Request): Place | null {
  const query = new URL(request.originalUrl, 'http://localhost').searchParams
  const { before } = earlierQuery.parse(Object.fromEntries(query))
  return before === undefined ? null : placeOf(before)
}
