import type { CourtAnswer } from '@press-gallery/server/protocol/desk'
import { useCallback } from 'react'
import type { ServerClock } from '../api/server-clock.ts'
import { usePolled, type Polled } from '../desk/use-polled.ts'
import type { ConsoleApi } from './console-api.ts'
import { endOfDayMs, roomsOf, type Room } from './rooms.ts'

export interface CourtAtConsole {
  court: CourtAnswer
  rooms: readonly Room[]
}

const everyMs = 3000

/** All courtrooms of a court, kept up to date. */
export function useRooms(api: ConsoleApi, clock: ServerClock, courtId: string): Polled<CourtAtConsole> {
  const ask = useCallback(async (): Promise<CourtAtConsole> => {
    const { court, hearings, attendance } = await api.court(courtId)
    const endOfTodayMs = endOfDayMs(Date.now() + clock.offsetMs())
    return { court, rooms: roomsOf(court.courtrooms, hearings, attendance, endOfTodayMs) }
  }, [api, clock, courtId])
  return usePolled(ask, everyMs)
}
