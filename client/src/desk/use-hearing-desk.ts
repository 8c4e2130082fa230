import type { AttendanceView } from '@press-gallery/server/protocol/attendance'
import type { DeskAnswer } from '@press-gallery/server/protocol/desk'
import type { PresenceTold } from '@press-gallery/server/protocol/desk-signalling'
import type { Standing } from '@press-gallery/server/protocol/hearing-state'
import { useCallback, useEffect, useState } from 'react'
import type { DeskApi } from './desk-api.ts'
import { followHearing } from './desk-socket.ts'
import { laterOf } from './orders.ts'
import { usePolled } from './use-polled.ts'

export interface HearingDesk {
  desk: DeskAnswer | null
  /** How the hearing stands, from whoever told last; null before anybody has. */
  standing: Standing | null
  /** Who watches; null: not known (yet), or not this person's to know. */
  attendance: AttendanceView | null
  /** What the last question failed with: what is shown may be out of date. */
  error: unknown
  heardMs: number | null
  attendanceError: unknown
  /** Who has it open at a desk or console; null: not told (any more). */
  presence: PresenceTold['people'] | null
  /** Takes what the answer to an order says. */
  told: (standing: Standing) => void
}

const deskEveryMs = 3000
const attendanceEveryMs = 2000
/** While the server tells by itself, asking is only the proof that it still can. */
const attendanceProofMs = 15_000

/**
 * What the page of one hearing shows, told by the server as it happens and asked for where it can't tell. Who attends is asked
 * only where that is for this person to know (`mayAttend`); the server tells by itself only them.
 */
export function useHearingDesk(api: DeskApi, hearingId: string, mayAttend: boolean): HearingDesk {
  const [toldStanding, setTold] = useState<Standing | null>(null)
  const [pushed, setPushed] = useState<AttendanceView | null>(null)
  const [following, setFollowing] = useState(false)
  const [presence, setPresence] = useState<PresenceTold['people'] | null>(null)
  const told = useCallback((standing: Standing) => setTold((last) => laterOf(last, standing)), [])

  useEffect(() => {
    if (!mayAttend) return undefined
    const end = followHearing(hearingId, {
      onAttendance: setPushed,
      onStanding: told,
      onFollowing: setFollowing,
      onPresence: setPresence,
    })
    return () => {
      end()
      setTold(null)
      setPushed(null)
      setFollowing(false)
      setPresence(null)
    }
  }, [hearingId, told, mayAttend])

  const askDesk = useCallback(() => api.desk(hearingId), [api, hearingId])
  const desk = usePolled(askDesk, deskEveryMs)
  const askAttendance = useCallback(() => api.attendance(hearingId), [api, hearingId])
  const asked = usePolled(mayAttend ? askAttendance : null, following ? attendanceProofMs : attendanceEveryMs)

  const standing = laterOf(desk.value?.hearing.standing ?? null, toldStanding)
  const attendance = following && pushed !== null ? pushed : asked.value
  const { again } = desk
  const known = desk.value?.hearing.standing.version ?? -1
  const newest = Math.max(standing?.version ?? -1, attendance?.version ?? -1)
  // What may be ordered now, and who ordered what, only the desk's own answer says.
  useEffect(() => {
    if (known >= 0 && newest > known) again()
  }, [known, newest, again])

  return {
    desk: desk.value,
    standing,
    attendance,
    error: desk.error,
    heardMs: desk.heardMs,
    attendanceError: following ? null : asked.error,
    presence: following ? presence : null,
    told,
  }
}
