import type { Admission } from '../../access/gate.ts'
import type { AttendAnswer, PlayerReport, PutOut } from '../../protocol/attendance.ts'
import type { Standing } from '../../protocol/hearing-state.ts'
import type { Role } from '../../protocol/identifiers.ts'
import type { Attendance } from '../attendance.ts'
import type { AttendeeConnection } from '../attendee.ts'
import type { Attending } from '../attending.ts'

/** A connection that notes what is done to it, in its order. */
export class NotingConnection implements AttendeeConnection {
  readonly seen: (string | Standing | PutOut)[] = []
  attending: Attending | null = null

  tell(standing: Standing): void {
    this.seen.push(standing)
  }
  cut(): void {
    this.seen.push('cut')
    this.attending?.mediaEnded(true)
  }
  replaced(): void {
    this.seen.push('replaced')
  }
  putOut(putOut: PutOut): void {
    this.seen.push(putOut)
  }
  expire(): void {
    this.seen.push('expired')
  }
}

export const admissionOf = (subjectId: string, role: Role = 'journalist', endsInMs = 600_000): Admission => ({
  hearingId: 'hearing',
  subjectId,
  role,
  tokenId: `token-of-${subjectId}`,
  expiresAtMs: Date.now() + endsInMs,
})

export interface Attended {
  attending: Attending
  answer: AttendAnswer
  /** What was done to its connection. */
  seen: NotingConnection['seen']
}

/** Somebody comes to a hearing. */
export async function attend(
  { attendance }: { attendance: Attendance },
  subjectId: string,
  {
    viewingId = `viewing-of-${subjectId}`,
    takeOver = false,
    connection = new NotingConnection(),
    admission = admissionOf(subjectId),
  } = {},
): Promise<Attended> {
  const { attending, answer } = await attendance.attend(admission, { viewingId, takeOver }, connection)
  connection.attending = attending
  return { attending, answer, seen: connection.seen }
}

/** What the player of one who sees and hears reports. */
export const plays: PlayerReport = {
  path: 'webrtc',
  frames: 50,
  soundLevel: 0.05,
  stalls: 0,
  overMs: 2_000,
  unmuted: true,
}
