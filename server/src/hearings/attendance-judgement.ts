import type { AttendanceView, PlayerReport } from '../protocol/attendance.ts'

/** Players report each 2 s: this long after the last one, one is missing and the next is late. */
export const missingAfterMs = 4_000
/** A viewer has this long to begin, before what they don't get counts against it. */
export const beginWithinMs = 5_000
/**
 * A live microphone gives the noise of its room, far above this (-80 dB of full scale); below it there is digital silence: a muted
 * mixer, a gate, or a camera that suppresses noise while nobody speaks.
 */
export const silenceLevel = 0.0001
/** For so long a courtroom may be digitally silent because nobody speaks. After that, the press cannot hear. */
export const quietForMs = 15_000

/** What is known of one viewer of a hearing that is on the air. */
export interface Observed {
  /** It reports nothing, whatever it gets. */
  readonly isOwnPlayer: boolean
  /** Since when they should be getting it, ms since the epoch. */
  readonly expectedSinceMs: number
  /** The latest report since then. */
  readonly report: PlayerReport | null
  readonly reportedMs: number
  /** Since when each report has told of silence; null: the latest one did not. */
  readonly silentSinceMs: number | null
}

/** What the other side of the comparison gives. */
export interface Compared {
  readonly nowMs: number
  /** Whether the courtroom publishes sound, silent or not. */
  readonly soundPublished: boolean
  /** Whether anyone at all hears something of it now. */
  readonly somebodyHears: boolean
}

/** Null: not known, or not yet. */
export interface Judgement {
  readonly sees: boolean | null
  readonly hears: boolean | null
}

/** Whether a report tells of silence out of the decoder. */
export const isSilent = (report: PlayerReport): boolean =>
  report.soundLevel !== null && report.soundLevel <= silenceLevel

/** Whether a viewer hears something for certain, whatever others do. */
export function hearsForCertain(observed: Observed, nowMs: number): boolean {
  const { report } = observed
  return (
    report !== null &&
    nowMs - observed.reportedMs <= missingAfterMs &&
    report.path !== 'none' &&
    report.soundLevel !== null &&
    report.soundLevel > silenceLevel
  )
}

/**
 * What a viewer gets. Seeing is frames on the screen. Hearing is a level above digital silence; silence is a lost sound where nothing
 * came to be decoded, where somebody else hears, where the courtroom publishes no sound, or where it lasts longer than people
 * keep still. Otherwise nobody speaks, and it is not known.
 */
export function judge(observed: Observed, compared: Compared): Judgement {
  const { isOwnPlayer, report, reportedMs, expectedSinceMs } = observed
  if (isOwnPlayer) return { sees: null, hears: null }
  const { nowMs } = compared
  const isNew = nowMs - expectedSinceMs < beginWithinMs
  if (report === null || nowMs - reportedMs > missingAfterMs) {
    const missing = isNew ? null : false
    return { sees: missing, hears: missing }
  }
  const shows = report.path !== 'none' && report.frames > 0
  const hears = judgeSound(observed, report, compared)
  return { sees: shows || (isNew ? null : false), hears: isNew && hears === false ? null : hears }
}

function judgeSound(observed: Observed, report: PlayerReport, compared: Compared): boolean | null {
  if (report.path === 'none') return false
  // A path that can't tell: it plays, or it does not.
  if (report.soundLevel === null) return report.frames > 0 ? null : false
  if (!isSilent(report)) return true
  const nothingCame = report.soundMs !== undefined && report.soundMs < report.overMs / 10
  if (nothingCame || compared.somebodyHears || !compared.soundPublished) return false
  const { silentSinceMs } = observed
  return silentSinceMs !== null && compared.nowMs - silentSinceMs >= quietForMs ? false : null
}

export interface Judged extends Judgement {
  readonly complains: 'sound' | 'picture' | null
}

export type Alarm = NonNullable<AttendanceView['alarm']>

/** One viewer with a bad line is a number; this share of them, or one who says so, is an alarm. */
const alarmingShare = 0.2

/**
 * The alarm that these viewers give, sound first; null: none. "Nobody" is said where all of those that are known get nothing,
 * and they are at least half of all.
 */
export function alarmOf(viewers: readonly Judged[]): Alarm | null {
  const sound = lack(viewers, 'hears', 'sound')
  const picture = lack(viewers, 'sees', 'picture')
  if (sound === 'nobody') return 'nobody_hears'
  if (picture === 'nobody') return 'nobody_sees'
  if (sound === 'some') return 'some_hear_nothing'
  return picture === 'some' ? 'some_see_nothing' : null
}

function lack(
  viewers: readonly Judged[],
  sense: 'sees' | 'hears',
  complaint: 'sound' | 'picture',
): 'nobody' | 'some' | null {
  const complaining = viewers.filter(({ complains }) => complains === complaint)
  const without = viewers.filter((viewer) => viewer[sense] === false || viewer.complains === complaint)
  const withIt = viewers.filter((viewer) => viewer[sense] === true && viewer.complains !== complaint)
  if (without.length === 0) return null
  if (withIt.length === 0 && without.length * 2 >= viewers.length) return 'nobody'
  const share = without.length / (without.length + withIt.length)
  return complaining.length > 0 || share >= alarmingShare ? 'some' : null
}
