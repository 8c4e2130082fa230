import type { Logger } from 'pino'
import type { AuditHead } from '../protocol/audit.ts'
import type { Database } from '../store/open-store.ts'
import type { AuditLog } from './audit-log.ts'
import { removeOldNames } from './personal-data.ts'

export interface AuditDailyOptions {
  database: Database
  audit: AuditLog
  /** How long the log can name people. */
  personalDays: number
  /** Who is mailed the head. */
  mailTo: readonly string[]
  /** Null where there is no mail server; false: it did not take the letter. */
  mail: ((letter: { to: string; subject: string; text: string }) => Promise<boolean>) | null
  nowMs: () => number
  log: Logger
}

export interface AuditDaily {
  /** Does what is due, once a UTC day each; also at the first call. */
  tick(): Promise<void>
  /** Waits for what is under way. Idempotent. */
  stop(): Promise<void>
}

const checkEveryMs = 10 * 60_000

/** Where the head was mailed, so that a restart does not mail it again. */
const headMailed = 'audit.head_mailed'

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10)

/**
 * What the log needs each day: its head is printed and mailed, to places that whoever rewrites the log does not own, and
 * names whose time is over are taken out.
 */
export function startAuditDaily(options: AuditDailyOptions): AuditDaily {
  const { database, audit, mailTo, mail, nowMs, log } = options
  let printedOn: string | null = null
  let running: Promise<void> = Promise.resolve()

  const headNow = (): Promise<AuditHead> =>
    database.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow()

  const wasMailedOn = async (day: string): Promise<boolean> => {
    const last = await database
      .selectFrom('audit_entries')
      .where('kind', '=', headMailed)
      .orderBy('seq', 'desc')
      .select('at_ms')
      .executeTakeFirst()
    return last !== undefined && dayOf(last.at_ms) >= day
  }

  const mailHead = async (head: AuditHead, day: string): Promise<void> => {
    if (mail === null || mailTo.length === 0 || (await wasMailedOn(day))) return
    const letters = await Promise.all(mailTo.map((to) => mail({ to, ...letterOf(head, day) })))
    const taken = letters.filter(Boolean).length
    if (taken === 0) return
    await database.transaction().execute((write) =>
      audit.append(write, {
        kind: headMailed,
        actorId: null,
        data: { seq: head.seq, hash: head.hash, taken, of: mailTo.length },
      }),
    )
  }

  const doWhatIsDue = async (): Promise<void> => {
    const day = dayOf(nowMs())
    try {
      const removed = await removeOldNames(options)
      if (removed > 0) log.info({ removed }, 'names whose time is over were taken out of the audit log')
      const head = await headNow()
      if (printedOn !== day) log.info({ seq: head.seq, hash: head.hash }, 'head of the audit log')
      printedOn = day
      await mailHead(head, day)
    } catch (error) {
      log.error({ err: error }, 'the daily work of the audit log failed; it is tried again')
    }
  }

  const tick = (): Promise<void> => (running = running.then(doWhatIsDue))
  if (mailTo.length > 0 && mail === null) {
    log.warn('the head of the audit log is not mailed: there is no mail server in the settings')
  }
  const timer = setInterval(() => void tick(), checkEveryMs)
  timer.unref()
  void tick()
  return {
    tick,
    stop() {
      clearInterval(timer)
      return running
    },
  }
}

const letterOf = ({ seq, hash }: AuditHead, day: string): { subject: string; text: string } => ({
  subject: `Press Gallery: control value of the audit log, ${day}`,
  text: [
    `${seq}:${hash}`,
    '',
    'Keep this letter. Should the audit log be changed later, up to this entry, this shows it:',
    '',
    `  npm run audit-verify -- --head ${seq}:${hash}`,
    '',
  ].join('\n'),
})
