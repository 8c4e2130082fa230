import type { SessionAnswer } from '@press-gallery/server/protocol/api'
import type { Requests } from '../api/requests.ts'
import type { ServerClock } from '../api/server-clock.ts'
import type { DeskPlace } from './desk-place.ts'

export interface DeskProps {
  place: DeskPlace
  person: SessionAnswer
  requests: Requests
  clock: ServerClock
  sessionEnded: () => void
}

export function Desk({ place }: DeskProps) {
  return <p>{place.name}</p>
}
