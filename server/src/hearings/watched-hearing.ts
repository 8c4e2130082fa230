import type { Admission } from '../access/gate.ts'
import type { AttendanceView } from '../protocol/attendance.ts'
import { isOver, type Standing } from '../protocol/hearing-state.ts'
import type { AttendanceEntries } from './attendance-entries.ts'
import { AttendanceAlarm, type AlarmChange } from './attendance-alarm.ts'
import { alarmOf, hearsForCertain, judge } from './attendance-judgement.ts'
import type { AttendanceLedger } from './attendance-ledger.ts'
import { openReceipts, type Receipts } from './attendance-receipts.ts'
import type { Attendee } from './attendee.ts'
import { isOnAir } from './state-machine.ts'

export interface WatchedHearingOptions {
  hearingId: string
  /** Whether its courtroom publishes sound now. */
  soundPublished: () => boolean
  /** Of the latest order that cut the media before this process began. */
  storedReceipts: AttendanceView['receipts']
  entries: AttendanceEntries
  ledger: AttendanceLedger
  nowMs: () => number
  /** What staff see has changed. */
  onChange: () => void
}

const soonMs = 100
/** Receipts that are still on their way are in the log by then, ms. */
const doneAfterMs = 60_000
/** A page that has lost its connection is back by then, and what it had asked for has been answered, ms. */
const backWithinMs = 3_000
const nobody: ReadonlySet<Attendee> = new Set()

/** One hearing's attendance. */
export class WatchedHearing {
  readonly attendees = new Map<string, Attendee>()
  readonly entries: AttendanceEntries
  readonly #options: WatchedHearingOptions
  readonly #bySubject = new Map<string, Set<Attendee>>()
  /** By subject: whose page left last. */
  readonly #left = new Map<string, { admission: Admission; atMs: number }>()
  readonly #alarm = new AttendanceAlarm()
  #standing: Standing | null = null
  #onAirSinceMs = 0
  #receipts: Receipts | null = null
  /** Everything that staff are shown but times, to tell whether it has changed. */
  #shown = ''
  #soon: NodeJS.Timeout | undefined
  /** When somebody last came or went, or it was ordered about. */
  #stirredMs: number

  constructor(options: WatchedHearingOptions) {
    this.#options = options
    this.entries = options.entries
    this.#stirredMs = options.nowMs()
  }

  /** Whether it is over and nobody has been there for a while: it can be stopped and forgotten, and is read anew where it is asked for. */
  isDone(): boolean {
    return (
      this.attendees.size === 0 &&
      this.#standing !== null &&
      isOver(this.#standing.state) &&
      this.#options.nowMs() - this.#stirredMs >= doneAfterMs
    )
  }

  get standing(): Standing | null {
    return this.#standing
  }

  get #isOnAir(): boolean {
    return this.#standing !== null && isOnAir(this.#standing.state)
  }

  /** Begins with the standing that was read, unless a newer one has been told. */
  learn(read: Standing): Standing {
    const known = this.#standing
    if (known !== null && known.version >= read.version) return known
    this.#settle(read)
    return read
  }

  /** An order was given: media end first, then everyone is told. */
  tell(standing: Standing): void {
    const wasOnAir = this.#isOnAir
    this.#settle(standing)
    const ready = [...this.attendees.values()].filter(({ facts }) => facts !== null)
    for (const { connection } of ready) if (!this.#isOnAir) connection.cut()
    const cut = this.#isOnAir
      ? []
      : ready.flatMap((attendee) => {
          const viewer = attendee.takeCut()
          return viewer === null ? [] : [viewer]
        })
    for (const { connection } of ready) connection.tell(standing)
    if (!this.#isOnAir && (wasOnAir || cut.length > 0)) this.#openReceipts(standing, cut)
    this.evaluate()
  }

  answerDark(attendee: Attendee, version: number, afterMs: number): void {
    if (this.#receipts?.view.version !== version) return
    if (this.#receipts.answer(attendee.viewingId, attendee.subjectId, { version, afterMs }))
      this.evaluateSoon()
  }

  /** Everything by which this person, or this display, attends. */
  of(subjectId: string): ReadonlySet<Attendee> {
    return this.#bySubject.get(subjectId) ?? nobody
  }

  /** As whom a page of this person's, or this display, attended until a moment ago; null: none did. */
  justLeft(subjectId: string): Admission | null {
    const left = this.#left.get(subjectId)
    return left !== undefined && this.#options.nowMs() - left.atMs < backWithinMs ? left.admission : null
  }

  add(attendee: Attendee): void {
    this.attendees.set(attendee.viewingId, attendee)
    const { subjectId } = attendee
    this.#bySubject.set(subjectId, new Set(this.of(subjectId)).add(attendee))
    attendee.setOnAir(this.#isOnAir)
  }

  remove(attendee: Attendee): void {
    const { viewingId, subjectId, admission, isOwnPlayer } = attendee
    if (!attendee.isOver && !isOwnPlayer)
      this.#left.set(subjectId, { admission, atMs: this.#options.nowMs() })
    attendee.end()
    this.#stirredMs = this.#options.nowMs()
    if (this.attendees.get(viewingId) === attendee) this.attendees.delete(viewingId)
    const rest = this.#bySubject.get(subjectId)
    rest?.delete(attendee)
    if (rest?.size === 0) this.#bySubject.delete(subjectId)
    this.evaluateSoon()
  }

  /** Judges in a moment, once for all that happens until then. */
  evaluateSoon(): void {
    this.#soon ??= setTimeout(() => this.evaluate(), soonMs)
  }

  /** Judges what each viewer gets by now. */
  evaluate(): void {
    clearTimeout(this.#soon)
    this.#soon = undefined
    const { nowMs, soundPublished, onChange } = this.#options
    const now = nowMs()
    const ready = this.#ready
    if (this.#isOnAir) {
      const observed = ready.map((attendee) => attendee.observed(this.#onAirSinceMs))
      const compared = {
        nowMs: now,
        soundPublished: soundPublished(),
        somebodyHears: observed.some((one) => hearsForCertain(one, now)),
      }
      ready.forEach((attendee, i) => {
        const one = observed[i]
        if (one) attendee.judged = judge(one, compared)
      })
      const changes = this.#alarm.update(
        alarmOf(ready.map(({ judged, complains }) => ({ ...judged, complains }))),
        now,
      )
      this.#log(changes)
    } else {
      for (const attendee of ready) attendee.judged = { sees: null, hears: null }
      this.#log(this.#alarm.end(now))
    }
    const view = this.view()
    const shown = view === null ? '' : JSON.stringify(view)
    if (shown === this.#shown) return
    this.#shown = shown
    onChange()
  }

  /** Null before its standing is known. */
  view(): AttendanceView | null {
    const standing = this.#standing
    if (standing === null) return null
    const ready = this.#ready
    const count = (sense: 'sees' | 'hears'): number =>
      this.#isOnAir ? ready.filter(({ judged }) => judged[sense] === true).length : 0
    return {
      hearingId: this.#options.hearingId,
      state: standing.state,
      version: standing.version,
      watching: this.#isOnAir ? ready.length : 0,
      seeing: count('sees'),
      hearing: count('hears'),
      alarm: this.#alarm.alarm,
      alarmSinceMs: this.#alarm.sinceMs,
      viewers: ready.map((attendee) => ({
        viewingId: attendee.viewingId,
        personId: attendee.subjectId,
        name: attendee.name,
        outlet: attendee.facts?.viewer.outlet ?? '',
        role: attendee.role,
        path: attendee.path,
        ownPlayer: attendee.isOwnPlayer,
        ...attendee.judged,
        complains: attendee.complains,
        sinceMs: attendee.sinceMs,
      })),
      receipts: this.#receipts?.view ?? this.#options.storedReceipts,
    }
  }

  /** Puts into the log what is still open. */
  stop(): void {
    for (const attendee of this.attendees.values()) this.remove(attendee)
    clearTimeout(this.#soon)
    this.#receipts?.close()
    this.#log(this.#alarm.end(this.#options.nowMs()))
  }

  get #ready(): Attendee[] {
    return [...this.attendees.values()].filter(({ facts }) => facts !== null)
  }

  #settle(standing: Standing): void {
    const wasOnAir = this.#isOnAir
    if (this.#standing?.version !== standing.version) this.#stirredMs = this.#options.nowMs()
    this.#standing = standing
    if (this.#isOnAir && !wasOnAir) this.#onAirSinceMs = this.#options.nowMs()
    for (const attendee of this.attendees.values()) attendee.setOnAir(this.#isOnAir)
  }

  #openReceipts(standing: Standing, viewers: Parameters<typeof openReceipts>[0]['viewers']): void {
    const { hearingId, entries, ledger, nowMs } = this.#options
    this.#receipts?.close()
    this.#receipts = openReceipts({ hearingId, standing, viewers, entries, ledger, nowMs })
  }

  #log(changes: readonly AlarmChange[]): void {
    const { entries, soundPublished } = this.#options
    for (const change of changes) {
      const { watching, seeing, hearing } = this.view() ?? { watching: 0, seeing: 0, hearing: 0 }
      entries.alarm(change, { watching, seeing, hearing, soundPublished: soundPublished() })
    }
  }
}
