import type { Admission } from '../access/gate.ts'
import type { Complaint, DarkReceipt, PlayerReport } from '../protocol/attendance.ts'
import { DomainError } from '../protocol/errors.ts'
import type { AttendanceEntries } from './attendance-entries.ts'
import type { Attendee } from './attendee.ts'
import type { WatchedHearing } from './watched-hearing.ts'

/** Somebody's attendance at one hearing, from `attend` until it is over. */
export interface Attending {
  readonly admission: Admission
  readonly viewingId: string
  /** It was left, taken over, or put out: nothing of it counts any more. */
  readonly isOver: boolean
  /** A new token of the same viewer for the same hearing; another's is `refused`. */
  renew(admission: Admission): void
  mediaBegan(): void
  /** `cut`: because the courtroom went off the air. */
  mediaEnded(cut: boolean): void
  report(report: PlayerReport): void
  dark(receipt: DarkReceipt): void
  complain(complaint: Complaint): void
  /** Idempotent. */
  leave(): void
}

export interface AttendingOptions {
  hearing: WatchedHearing
  attendee: Attendee
  entries: AttendanceEntries
  nowMs: () => number
}

/** How long after its token a viewing that shows no media is still counted and told. */
const renewalGraceMs = 60_000
/** Pressed again sooner, the button makes no other entry. */
const complaintEveryMs = 10_000

/** What a connection holds of its attendance; it ends by itself some time after its token. */
export function createAttending({ hearing, attendee, entries, nowMs }: AttendingOptions): Attending {
  let complainedMs = -Infinity
  const expireWithToken = (): void => {
    clearTimeout(attendee.expiry)
    const untilMs = attendee.admission.expiresAtMs + renewalGraceMs
    attendee.expiry = setTimeout(
      () => {
        if (attendee.isOver) return
        attendee.connection.expire()
        hearing.remove(attendee)
      },
      Math.max(0, untilMs - nowMs()),
    )
  }
  expireWithToken()

  return {
    viewingId: attendee.viewingId,
    get admission() {
      return attendee.admission
    },
    get isOver() {
      return attendee.isOver
    },
    renew(renewed) {
      const { hearingId, subjectId } = attendee.admission
      if (attendee.isOver || renewed.hearingId !== hearingId || renewed.subjectId !== subjectId)
        throw new DomainError('refused', 'the renewed token is another viewer’s or another hearing’s')
      attendee.holds(renewed)
      expireWithToken()
    },
    mediaBegan() {
      if (attendee.isOver) return
      attendee.mediaBegan()
      hearing.evaluateSoon()
    },
    mediaEnded(cut) {
      if (attendee.isOver) return
      attendee.mediaEnded(cut)
      hearing.evaluateSoon()
    },
    report(report) {
      attendee.take(report)
      hearing.evaluateSoon()
    },
    dark: ({ version, afterMs }) => hearing.answerDark(attendee, version, afterMs),
    complain(complaint) {
      attendee.complain(complaint)
      hearing.evaluateSoon()
      if (nowMs() - complainedMs < complaintEveryMs) return
      complainedMs = nowMs()
      entries.complained(attendee, complaint)
    },
    leave() {
      if (!attendee.isOver) hearing.remove(attendee)
    },
  }
}
