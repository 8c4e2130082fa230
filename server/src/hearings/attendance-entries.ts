import type { AuditLog } from '../audit/audit-log.ts'
import type { AuditData } from '../audit/line.ts'
import type { AttendanceView, Complaint, PutOut } from '../protocol/attendance.ts'
import type { AlarmChange } from './attendance-alarm.ts'
import type { AttendanceLedger } from './attendance-ledger.ts'
import type { Attendee, Watched } from './attendee.ts'

/** What the audit log keeps of a hearing's attendance. */
export interface AttendanceEntries {
  watched(attendee: Attendee, watched: Watched): void
  putOut(attendee: Attendee, putOut: PutOut): void
  complained(attendee: Attendee, complaint: Complaint): void
  /** `counts`: at that moment. */
  alarm(change: AlarmChange, counts: Counts): void
  /** Which of those who were cut by the order of this version went dark. */
  dark(receipts: NonNullable<AttendanceView['receipts']>, silentIds: readonly string[]): void
}

export type Counts = Pick<AttendanceView, 'watching' | 'seeing' | 'hearing'> & { soundPublished: boolean }

export interface AttendanceEntriesOptions {
  hearingId: string
  courtId: string
  audit: AuditLog
  ledger: AttendanceLedger
}

export function createAttendanceEntries(options: AttendanceEntriesOptions): AttendanceEntries {
  const { hearingId, courtId, audit, ledger } = options
  const enter = (
    kind: string,
    actorId: string | null,
    data: AuditData,
    people: Readonly<Record<string, readonly string[]>> = {},
  ): void => ledger.enter((write) => audit.append(write, { kind, courtId, hearingId, actorId, data, people }))

  return {
    watched({ subjectId, viewingId, role, isOwnPlayer }, { path, fromMs, toMs }) {
      const player = isOwnPlayer ? { ownPlayer: true } : {}
      const data = { viewing: viewingId, role, path, ...player, fromMs: Math.floor(fromMs) }
      if (toMs === null) enter('watch.began', subjectId, data)
      else enter('watch.ended', subjectId, { ...data, toMs: Math.floor(toMs) })
    },
    putOut: ({ subjectId, viewingId }, { why, reason }) =>
      enter('watch.put_out', null, { viewing: viewingId, why, reason }, { viewer: [subjectId] }),
    complained({ subjectId, viewingId, path, judged }, { missing }) {
      const { hears, sees } = judged
      enter('attendance.complaint', subjectId, { viewing: viewingId, missing, path, hears, sees })
    },
    alarm: ({ alarm, fromMs, toMs }, { watching, seeing, hearing, soundPublished }) =>
      enter(toMs === null ? 'attendance.alarm' : 'attendance.alarm_over', null, {
        alarm,
        fromMs: Math.floor(fromMs),
        toMs: toMs === null ? null : Math.floor(toMs),
        watching,
        seeing,
        hearing,
        soundPublished,
      }),
    dark: ({ version, orderedMs, of, dark, slowestMs }, silentIds) =>
      enter('hearing.dark', null, { version, orderedMs, of, dark, slowestMs }, { silent: silentIds }),
  }
}
