import type { ServerHealthAnswer } from '../protocol/server-health.ts'

type Facts<P extends keyof ServerHealthAnswer> = Omit<
  Exclude<ServerHealthAnswer[P], number | null>,
  'problems'
>
type Problems<P extends keyof ServerHealthAnswer> =
  Exclude<ServerHealthAnswer[P], number | null> extends { problems: (infer Problem)[] } ? Problem[] : never

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** A part that has died and come back is spoken of for so long. */
const deathSpokenOfMs = hourMs
/** A disk with less is as good as full: 1 GB, or what two hours of the recordings under way take. */
const full = { bytes: 1e9, hours: 2 }
/** With less, somebody has to make room today. */
const low = { share: 0.1, hours: 24 }
/** A back-up each night, and one that failed. */
const backupOldMs = 2 * dayMs
const verifyEachMs = 7 * dayMs
const headMailedEachMs = 2 * dayMs
/** Later than this, a key press, a frame and an order wait so that people notice. */
const slowLoop = { p99Ms: 200, maxMs: 1000 }
/** Before the end of a certificate. */
const certificate = { monthMs: 30 * dayMs, weekMs: 7 * dayMs }

const of = <P extends string>(...problems: [boolean, P][]): P[] =>
  problems.flatMap(([is, problem]) => (is ? [problem] : []))

const isRecent = (atMs: number | null, nowMs: number): boolean =>
  atMs !== null && nowMs - atMs < deathSpokenOfMs

/** What is wrong with each part, by its facts and nothing else. */
export const judge = {
  sfu({ workers }: Facts<'sfu'>, nowMs: number): Problems<'sfu'> {
    const alive = workers.filter(({ pid }) => pid !== null).length
    return of(
      [alive === 0, 'sfu_none'],
      [alive > 0 && alive < workers.length, 'sfu_worker_down'],
      [
        workers.some(({ pid, lastDeathMs }) => pid !== null && isRecent(lastDeathMs, nowMs)),
        'sfu_worker_died',
      ],
    )
  },

  /** `isUp`: each recording that should have a process has one. */
  recorder({ enabled, recordings }: Facts<'recorder'>, isUp: boolean, nowMs: number): Problems<'recorder'> {
    if (!enabled) return ['recorder_off']
    const has = (state: (typeof recordings)[number]['state']): boolean =>
      recordings.some((one) => one.state === state)
    return of(
      [has('disk_full'), 'recording_disk_full'],
      [has('stopped'), 'recording_none'],
      [has('stalled'), 'recording_stalled'],
      [!isUp && !has('disk_full'), 'recorder_down'],
      [recordings.some(({ lastDeathMs }) => isRecent(lastDeathMs, nowMs)), 'recorder_died'],
    )
  },

  disk({ disks }: Facts<'disk'>): Problems<'disk'> {
    const isFull = ({ freeBytes, hoursLeft }: (typeof disks)[number]): boolean =>
      freeBytes < full.bytes || (hoursLeft !== null && hoursLeft < full.hours)
    const isLow = ({ freeBytes, totalBytes, hoursLeft }: (typeof disks)[number]): boolean =>
      freeBytes < totalBytes * low.share || (hoursLeft !== null && hoursLeft < low.hours)
    if (disks.some(isFull)) return ['disk_full']
    return disks.some(isLow) ? ['disk_low'] : []
  },

  /** `beganMs`: since when the installation has anything to lose; null: not yet. */
  backup({ madeMs }: Facts<'backup'>, beganMs: number | null, nowMs: number): Problems<'backup'> {
    const old = nowMs - (madeMs ?? beganMs ?? nowMs) > backupOldMs
    if (!old) return []
    return [madeMs === null ? 'backup_none' : 'backup_old']
  },

  /** `mails`: the head is to be mailed each day. */
  audit(
    { verifiedMs, found, mailedMs }: Facts<'audit'>,
    { beganMs, mails, nowMs }: { beganMs: number | null; mails: boolean; nowMs: number },
  ): Problems<'audit'> {
    const isOlder = (atMs: number | null, thanMs: number): boolean =>
      nowMs - (atMs ?? beganMs ?? nowMs) > thanMs
    return of(
      [found !== null && found > 0, 'audit_broken'],
      [isOlder(verifiedMs, verifyEachMs), 'audit_unverified'],
      [mails && isOlder(mailedMs, headMailedEachMs), 'audit_unmailed'],
    )
  },

  mail({ failedMs, takenMs }: Facts<'mail'>): Problems<'mail'> {
    return of([failedMs !== null && failedMs > (takenMs ?? 0), 'mail_failed'])
  },

  /** `isOpen`: other machines can reach it. */
  certificate(facts: Facts<'certificate'>, isOpen: boolean, nowMs: number): Problems<'certificate'> {
    if (facts.tls === 'nowhere') return of([isOpen, 'plain_http'])
    if (facts.tls === 'proxy') return []
    if (facts.certificate === null) return ['certificate_unusable']
    const { fromMs, untilMs } = facts.certificate
    const left = untilMs - nowMs
    if (left <= 0) return ['certificate_ended']
    if (fromMs > nowMs) return ['certificate_not_begun']
    if (left < certificate.weekMs) return ['certificate_ends_in_week']
    return of([left < certificate.monthMs, 'certificate_ends_in_month'])
  },

  process({ loopP99Ms, loopMaxMs }: Facts<'process'>): Problems<'process'> {
    return of([loopP99Ms > slowLoop.p99Ms || loopMaxMs > slowLoop.maxMs, 'loop_slow'])
  },
}
