import type { Logger } from 'pino'
import type { Admission } from '../access/gate.ts'
import type { RightsChanges } from '../access/rights-changes.ts'
import type { Rights } from '../access/rights.ts'
import type { TokenBars } from '../access/token-bars.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { AttendAnswer, AttendanceView, PutOut } from '../protocol/attendance.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Standing } from '../protocol/hearing-state.ts'
import type { Database } from '../store/open-store.ts'
import { createAttendanceEntries } from './attendance-entries.ts'
import { createAttendanceFacts, type HearingFacts, type ViewerFacts } from './attendance-facts.ts'
import { createAttendanceLedger } from './attendance-ledger.ts'
import { storedReceipts } from './attendance-receipts.ts'
import { createAttending, type Attending } from './attending.ts'
import { Attendee, type AttendeeConnection } from './attendee.ts'
import { createPlainHls, isSameSignIn } from './plain-hls.ts'
import { askWhenever } from './rights-asked-again.ts'
import { WatchedHearing } from './watched-hearing.ts'

export interface AttendanceOptions {
  database: Database
  audit: AuditLog
  rights: Rights
  rightsChanges: RightsChanges
  bars: TokenBars
  /** As the store has it; null: no such hearing. */
  standingOf: (hearingId: string) => Promise<Standing | null>
  /** Whether the hearing's courtroom publishes sound now, be it silent. */
  soundPublished: (hearingId: string) => boolean
  nowMs: () => number
  log: Logger
}

export interface AttendRequested {
  viewingId: string
  takeOver: boolean
}

/** Who attends which hearing, and what they get of it. */
export interface Attendance {
  /**
   * Counts somebody who was admitted. Throws DomainError `watching_elsewhere` for a journalist whose other viewing attends the hearing
   * (`takeOver` puts that one out), `refused` where the right was lost meanwhile.
   */
  attend(
    admission: Admission,
    requested: AttendRequested,
    connection: AttendeeConnection,
  ): Promise<{ attending: Attending; answer: AttendAnswer }>
  /** Before anything of its HLS is given to somebody who was admitted: as `PlainHls.read`. */
  readsHls(admission: Admission): Promise<void>
  /** An order was obeyed: ends the media of all who attend where it takes them off the air, then tells them. */
  tell(hearingId: string, standing: Standing): void
  /** Puts out the viewings of somebody whose sign-in was ended; `sessionId` null: all of theirs. */
  signedOut(personId: string, sessionId: string | null): void
  /** Throws DomainError `refused` for an unknown hearing. */
  view(hearingId: string): Promise<{ standing: Standing; attendance: AttendanceView }>
  /** Without asking the store; null: nobody has attended it since the server began, or it is long over. */
  now(hearingId: string): AttendanceView | null
  /** What `view` gives of this hearing has changed. Returns the function that takes the listener away. */
  onChange(listener: (hearingId: string) => void): () => void
  onStanding(listener: (hearingId: string, standing: Standing) => void): () => void
  /** Writes what is still to be written. Idempotent. */
  stop(): Promise<void>
}

const evaluateEveryMs = 500

export function createAttendance(options: AttendanceOptions): Attendance {
  const { database, audit, rights, bars, standingOf, soundPublished, nowMs, log } = options
  const facts = createAttendanceFacts(database)
  const ledger = createAttendanceLedger({ database, log })
  const hearings = new Map<string, Promise<WatchedHearing>>()
  const loaded = new Map<string, WatchedHearing>()
  /** Told while the hearing was being loaded. */
  const earlyStandings = new Map<string, Standing>()
  const changeListeners = new Set<(hearingId: string) => void>()
  const standingListeners = new Set<(hearingId: string, standing: Standing) => void>()
  let stopped = false

  const load = async (hearingId: string): Promise<WatchedHearing> => {
    const known = await facts.hearing(hearingId)
    if (known === null) throw new DomainError('refused', `there is no hearing ${hearingId}`)
    const hearing = new WatchedHearing({
      hearingId,
      soundPublished: () => soundPublished(hearingId),
      storedReceipts: await storedReceipts(database, hearingId),
      entries: createAttendanceEntries({ hearingId, courtId: known.courtId, audit, ledger }),
      ledger,
      nowMs,
      onChange: () => {
        for (const listener of changeListeners) listener(hearingId)
      },
    })
    const told = earlyStandings.get(hearingId)
    if (told) hearing.learn(told)
    earlyStandings.delete(hearingId)
    loaded.set(hearingId, hearing)
    return hearing
  }
  const watched = (hearingId: string): Promise<WatchedHearing> => {
    const known = hearings.get(hearingId)
    if (known) return known
    const loading = load(hearingId)
    hearings.set(hearingId, loading)
    loading.catch(() => hearings.delete(hearingId))
    return loading
  }
  const everyone = (): { hearing: WatchedHearing; attendee: Attendee }[] =>
    [...loaded.values()].flatMap((hearing) =>
      [...hearing.attendees.values()].map((attendee) => ({ hearing, attendee })),
    )

  const putOut = (
    hearing: WatchedHearing,
    attendee: Attendee,
    why: PutOut['why'],
    reason: PutOut['reason'] = null,
  ): void => {
    if (attendee.isOver) return
    for (const token of attendee.tokens.values()) bars.bar(token, why === 'taken_over' ? 'hls' : 'all')
    log.info(
      { hearingId: attendee.admission.hearingId, subjectId: attendee.subjectId, why, reason },
      'put out',
    )
    const told: PutOut = { why, reason, contact: attendee.facts?.hearing.contact ?? '' }
    attendee.connection.putOut(told)
    hearing.remove(attendee)
    hearing.entries.putOut(attendee, told)
  }

  const askAgain = async (): Promise<void> => {
    await Promise.all(
      everyone().map(async ({ hearing, attendee }) => {
        const { hearingId } = attendee.admission
        const role = await rights.watchingAs(attendee.subjectId, hearingId)
        if (role !== null) attendee.role = role
        else {
          const reason = await facts.ejection(hearingId, attendee.subjectId)
          putOut(hearing, attendee, reason === null ? 'revoked' : 'ejected', reason)
        }
      }),
    )
  }
  const asked = askWhenever({
    changes: options.rightsChanges,
    ask: askAgain,
    onFailure: (error) => log.error({ err: error }, 'rights could not be asked again'),
  })
  const evaluator = setInterval(() => {
    for (const [hearingId, hearing] of loaded) {
      if (hearing.attendees.size > 0) hearing.evaluate()
      else if (hearing.isDone()) {
        hearing.stop()
        loaded.delete(hearingId)
        hearings.delete(hearingId)
      }
    }
  }, evaluateEveryMs)

  /** Asks once more, now that every later change finds it among those who attend. Throws DomainError `refused`. */
  const confirm = async (
    hearing: WatchedHearing,
    attendee: Attendee,
  ): Promise<{ standing: Standing; viewer: ViewerFacts; known: HearingFacts }> => {
    const { hearingId, subjectId } = attendee.admission
    const [role, viewer, known, read] = await Promise.all([
      rights.watchingAs(subjectId, hearingId),
      facts.viewer(subjectId),
      facts.hearing(hearingId),
      standingOf(hearingId),
    ])
    if (role === null || known === null || read === null)
      throw new DomainError('refused', 'lost the right while it was being asked for')
    attendee.role = role
    attendee.facts = { viewer, hearing: known }
    const standing = hearing.learn(read)
    hearing.evaluate()
    return { standing, viewer, known }
  }
  const plainHls = createPlainHls({
    watched,
    confirm: async (hearing, attendee) => (await confirm(hearing, attendee)).standing,
    bars,
    nowMs,
  })

  /** Makes room for a viewing: throws, or puts out what it takes the place of. */
  const makeRoom = (
    hearing: WatchedHearing,
    admission: Admission,
    { viewingId, takeOver }: AttendRequested,
    connection: AttendeeConnection,
  ): void => {
    const same = hearing.attendees.get(viewingId)
    if (same && same.subjectId !== admission.subjectId)
      throw new DomainError('refused', 'a viewing of somebody else')
    const present = [...hearing.of(admission.subjectId)]
    // What this page, or one before it, has read while it had no connection.
    const ownHls = present.filter((other) => other.isOwnPlayer && isSameSignIn(other.admission, admission))
    const others = present.filter(
      (other) => other.connection !== connection && other !== same && !ownHls.includes(other),
    )
    if (admission.role === 'journalist' && others.length > 0) {
      if (!takeOver) throw new DomainError('watching_elsewhere', 'attends with another viewing')
      for (const other of others) putOut(hearing, other, 'taken_over')
    }
    for (const other of ownHls) hearing.remove(other)
    // The same page after a reconnection, of whose lost connection the server has not heard yet.
    if (same && same.connection !== connection) {
      same.connection.replaced()
      hearing.remove(same)
    }
    for (const mine of hearing.attendees.values()) if (mine.connection === connection) hearing.remove(mine)
  }

  return {
    async attend(admission, requested, connection) {
      const { hearingId } = admission
      if (stopped || bars.isBarred(admission.tokenId, 'attend'))
        throw new DomainError('refused', 'stopping, or a token that was taken away')
      const hearing = await watched(hearingId)
      makeRoom(hearing, admission, requested, connection)
      bars.lift(admission.tokenId)
      const attendee: Attendee = new Attendee({
        admission,
        viewingId: requested.viewingId,
        connection,
        nowMs,
        onWatched: (stretch) => hearing.entries.watched(attendee, stretch),
      })
      hearing.add(attendee)
      try {
        const { standing, viewer, known } = await confirm(hearing, attendee)
        if (attendee.isOver) throw new DomainError('refused', 'was put out while it was being asked for')
        const { name, outlet } = viewer
        return {
          attending: createAttending({ hearing, attendee, entries: hearing.entries, nowMs }),
          // A screen's picture stays in the press centre, and has the screen's name beside it.
          answer: {
            standing,
            watermark: known.watermark && attendee.role !== 'screen' ? { name, outlet } : null,
          },
        }
      } catch (error) {
        hearing.remove(attendee)
        throw error
      }
    },
    readsHls: (admission) => (stopped ? Promise.resolve() : plainHls.read(admission)),
    tell(hearingId, standing) {
      const hearing = loaded.get(hearingId)
      if (hearing) hearing.tell(standing)
      else if (hearings.has(hearingId)) earlyStandings.set(hearingId, standing)
      for (const listener of standingListeners) listener(hearingId, standing)
    },
    signedOut(personId, sessionId) {
      for (const { hearing, attendee } of everyone()) {
        const isOfSession = sessionId === null || attendee.admission.sessionId === sessionId
        if (attendee.subjectId === personId && isOfSession) putOut(hearing, attendee, 'signed_out')
      }
    },
    async view(hearingId) {
      const hearing = await watched(hearingId)
      const read = await standingOf(hearingId)
      if (read !== null) hearing.learn(read)
      const { standing } = hearing
      const attendance = hearing.view()
      if (standing === null || attendance === null)
        throw new DomainError('refused', `there is no hearing ${hearingId}`)
      return { standing, attendance }
    },
    now: (hearingId) => loaded.get(hearingId)?.view() ?? null,
    onChange(listener) {
      changeListeners.add(listener)
      return () => changeListeners.delete(listener)
    },
    onStanding(listener) {
      standingListeners.add(listener)
      return () => standingListeners.delete(listener)
    },
    async stop() {
      if (!stopped) {
        stopped = true
        asked.stop()
        clearInterval(evaluator)
        for (const hearing of loaded.values()) hearing.stop()
      }
      await ledger.stop()
    },
  }
}
