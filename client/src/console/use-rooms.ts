import type { CourtAnswer } from '@press-gallery/server/protocol/desk'
import { useCallback } from 'react'
import type { ServerClock } from '../api/server-clock.ts'
import type { DeskApi } from '../desk/desk-api.ts'
import { usePolled, type Polled } from '../desk/use-polled.ts'
import { endOfDayMs, roomsOf, type Room } from './rooms.ts'

export interface CourtAtConsole {
  court: CourtAnswer
  rooms: readonly Room[]
}

const everyMs = 3000

/** All courtrooms of a court, kept up to date. */
export function useRooms(api: DeskApi, clock: ServerClock, courtId: string): Polled<CourtAtConsole> {
  const ask = useCallback(async (): Promise<CourtAtConsole> => {
    const [court, hearings] = await Promise.all([api.court(courtId), api.hearings(courtId)])
    const rooms = roomsOf(court.courtrooms, hearings, endOfDayMs(Date.now() + clock.offsetMs()))
    if (!court.may.includes('hearings.attendance')) return { court, rooms }
    return {
      court,
      rooms: await Promise.all(
        rooms.map(async (room) => {
          if (room.underWay === null) return room
          // What else there is to see of the courtroom does not wait for this.
          const attendance = await api.attendance(room.underWay.id).catch(() => null)
          return { ...room, attendance }
        }),
      ),
    }
  }, [api, clock, courtId])
  return usePolled(ask, everyMs)
}
