import type { AttendanceView } from '@press-gallery/server/protocol/attendance'
import { attendanceView } from '@press-gallery/server/protocol/attendance'
import {
  deskNamespace,
  followAnswer,
  presenceTold,
  type DeskClientToServerEvents,
  type DeskServerToClientEvents,
  type PresenceTold,
} from '@press-gallery/server/protocol/desk-signalling'
import { identifier } from '@press-gallery/server/protocol/identifiers'
import { standing, type Standing } from '@press-gallery/server/protocol/hearing-state'
import { io, type Socket } from 'socket.io-client'
import { z } from 'zod'

export interface FollowListener {
  onAttendance(view: AttendanceView): void
  onStanding(standing: Standing): void
  /** Who has this hearing open at a desk or console, the one who looks among them. */
  onPresence(people: PresenceTold['people']): void
  /** Whether the server tells by itself from now on. While it does not, it has to be asked. */
  onFollowing(following: boolean): void
}

const answerTimeoutMs = 4000
const followAgainMs = 2000

const acknowledged = z.strictObject({ ok: z.literal(true), data: followAnswer })
const standingTold = z.strictObject({ hearingId: identifier, standing })

/** Follows one hearing over the namespace `/desk`, and comes back by itself when the connection is lost. Returns what ends it. */
export function followHearing(hearingId: string, listener: FollowListener): () => void {
  const socket: Socket<DeskServerToClientEvents, DeskClientToServerEvents> = io(deskNamespace, {
    transports: ['websocket'],
    reconnectionDelay: 250,
    reconnectionDelayMax: 4000,
    forceNew: true,
  })
  let again: number | undefined
  let ended = false

  const follow = async (): Promise<void> => {
    try {
      const answer: unknown = await socket.timeout(answerTimeoutMs).emitWithAck('follow', { hearingId })
      const { data } = acknowledged.parse(answer)
      if (ended || !socket.connected) return
      listener.onFollowing(true)
      listener.onStanding(data.standing)
      listener.onAttendance(data.attendance)
    } catch {
      // Refused, or not answered: asking over HTTP goes on meanwhile, and tells a person why where there is something to tell.
      if (!ended && socket.connected) again = window.setTimeout(() => void follow(), followAgainMs)
    }
  }

  socket.on('connect', () => void follow())
  socket.on('connect_error', () => {
    // Turned away by the server itself: socket.io then leaves it to us to come back.
    if (socket.active || ended) return
    window.clearTimeout(again)
    again = window.setTimeout(() => socket.connect(), followAgainMs)
  })
  socket.on('disconnect', () => {
    window.clearTimeout(again)
    listener.onFollowing(false)
    if (!socket.active && !ended) again = window.setTimeout(() => socket.connect(), followAgainMs)
  })
  socket.on('attendance', (view: unknown) => {
    const parsed = attendanceView.safeParse(view)
    if (parsed.success && parsed.data.hearingId === hearingId) listener.onAttendance(parsed.data)
  })
  socket.on('standing', (told: unknown) => {
    const parsed = standingTold.safeParse(told)
    if (parsed.success && parsed.data.hearingId === hearingId) listener.onStanding(parsed.data.standing)
  })
  socket.on('presence', (told: unknown) => {
    const parsed = presenceTold.safeParse(told)
    if (parsed.success && parsed.data.hearingId === hearingId) listener.onPresence(parsed.data.people)
  })
  return () => {
    ended = true
    window.clearTimeout(again)
    socket.disconnect()
  }
}
