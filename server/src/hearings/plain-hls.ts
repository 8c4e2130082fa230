import { randomUUID } from 'node:crypto'
import type { Admission } from '../access/gate.ts'
import type { TokenBars } from '../access/token-bars.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Standing } from '../protocol/hearing-state.ts'
import { Attendee, type AttendeeConnection } from './attendee.ts'
import { isOnAir } from './state-machine.ts'
import type { WatchedHearing } from './watched-hearing.ts'

export interface PlainHlsOptions {
  watched: (hearingId: string) => Promise<WatchedHearing>
  /** Finds out what has to be known of somebody who has just been added; throws DomainError `refused` where the right is lost. */
  confirm: (hearing: WatchedHearing, attendee: Attendee) => Promise<Standing>
  bars: Pick<TokenBars, 'isBarred'>
  nowMs: () => number
}

/** Whoever reads a hearing's HLS without attending by a socket: all that is known of them is what they ask for. */
export interface PlainHls {
  /**
   * Before anything of it is given to somebody whom the gate has admitted. It counts them, unless a page of the same sign-in attends,
   * whose HLS it then is. Throws DomainError `watching_elsewhere` for a journalist who attends under another sign-in, `refused` for one
   * who was put out meanwhile, `not_on_air` where the hearing has gone off the air meanwhile.
   */
  read(admission: Admission): Promise<void>
}

/** A player asks for the playlist with each segment, which are 2 s long: after this long without, it has stopped. */
const stoppedAfterMs = 10_000

export const isSameSignIn = (one: Admission, other: Admission): boolean =>
  one.subjectId === other.subjectId && one.sessionId === other.sessionId

export function createPlainHls({ watched, confirm, bars, nowMs }: PlainHlsOptions): PlainHls {
  /** Kept once what has to be known of it is known. */
  const beginnings = new WeakMap<Attendee, Promise<void>>()

  const mustNotBeBarred = ({ tokenId }: Admission): void => {
    if (bars.isBarred(tokenId, 'hls_segment')) throw new DomainError('refused', 'was put out meanwhile')
  }

  const endInTime = (hearing: WatchedHearing, attendee: Attendee): void => {
    const untilMs = Math.min(attendee.askedMs + stoppedAfterMs, attendee.admission.expiresAtMs)
    const leftMs = untilMs - nowMs()
    if (leftMs <= 0) hearing.remove(attendee)
    else attendee.expiry = setTimeout(() => endInTime(hearing, attendee), leftMs)
  }

  const begin = async (hearing: WatchedHearing, attendee: Attendee): Promise<void> => {
    const { admission } = attendee
    hearing.add(attendee)
    try {
      const { state } = await confirm(hearing, attendee)
      mustNotBeBarred(admission)
      if (!isOnAir(state)) throw new DomainError('not_on_air', 'has gone off the air meanwhile')
    } catch (error) {
      hearing.remove(attendee)
      throw error
    }
    // A page of the same sign-in has taken its place meanwhile.
    if (attendee.isOver) return
    attendee.asks(admission)
    hearing.evaluateSoon()
    endInTime(hearing, attendee)
  }

  return {
    async read(admission) {
      const hearing = await watched(admission.hearingId)
      mustNotBeBarred(admission)
      const present = [...hearing.of(admission.subjectId)]
      const mine = present.find((attendee) => isSameSignIn(attendee.admission, admission))
      if (mine?.isOwnPlayer === true) {
        await beginnings.get(mine)
        if (!mine.isOver) mine.asks(admission)
      } else if (mine === undefined && isAnother(hearing, admission)) {
        const attendee: Attendee = new Attendee({
          admission,
          viewingId: `own-player-${randomUUID()}`,
          connection: toOwnPlayer(() => hearing.remove(attendee)),
          isOwnPlayer: true,
          nowMs,
          onWatched: (stretch) => hearing.entries.watched(attendee, stretch),
        })
        const beginning = begin(hearing, attendee)
        beginnings.set(attendee, beginning)
        await beginning
      }
    },
  }
}

/**
 * Whether this is one more viewer. What a page that has just left asked for last makes none; and where it is about to come back, its
 * place is kept from others.
 */
function isAnother(hearing: WatchedHearing, admission: Admission): boolean {
  const { subjectId, role } = admission
  const left = hearing.justLeft(subjectId)
  const isPages = left !== null && isSameSignIn(left, admission)
  const isElsewhere = hearing.of(subjectId).size > 0 || (left !== null && !isPages)
  if (role === 'journalist' && isElsewhere)
    throw new DomainError('watching_elsewhere', 'attends under another sign-in')
  return !isPages
}

/** Nothing can be told to a player that only asks; the gate refuses its next request. */
const toOwnPlayer = (end: () => void): AttendeeConnection => ({
  tell: () => undefined,
  cut: end,
  replaced: () => undefined,
  putOut: () => undefined,
  expire: () => undefined,
})
