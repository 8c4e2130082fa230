import type { Logger } from 'pino'
import type { AuditHead } from '../protocol/audit.ts'
import { isStoreAway } from '../protocol/errors.ts'
import type { Database, Write } from '../store/open-store.ts'

/** What is written a moment later, many in one transaction. */
export type Entry = (write: Write) => Promise<void>

/**
 * Writes what is seen rather than decided: who watched, what they got, who went dark. When a session closes, hundreds of viewers change
 * in one instant, and the order itself must not stand behind them in the queue for the disk.
 */
export interface AttendanceLedger {
  /**
   * In the order of the calls. Never throws: what can't be written is tried again for a while, and then told to the log; while
   * the store is away everything waits for it.
   */
  enter(entry: Entry): void
  /** Writes what is left. Idempotent. */
  stop(): Promise<void>
}

export interface AttendanceLedgerOptions {
  database: Database
  log: Logger
  /** What could not be written is tried again after it, ms. */
  retryMs?: number
}

interface Waiting {
  entry: Entry
  tries: number
}

const delayMs = 250
const usualRetryMs = 1_000
const perTransaction = 50
const maxTries = 20

export function createAttendanceLedger(options: AttendanceLedgerOptions): AttendanceLedger {
  const { database, log, retryMs = usualRetryMs } = options
  let waiting: Waiting[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let stopped = false
  /** The store went away as these were being committed: whether they are written, the log can tell by the head that they made. */
  let inDoubt: { batch: readonly Waiting[]; head: AuditHead } | null = null

  /** Gives back what is not written because the store is away. */
  const writeBatch = async (batch: Waiting[]): Promise<Waiting[]> => {
    const made: { head: AuditHead | null } = { head: null }
    try {
      await database.transaction().execute(async (write) => {
        const before = await headIn(write)
        for (const { entry } of batch) await entry(write)
        const after = await headIn(write)
        if (after.seq !== before.seq) made.head = after
      })
      return []
    } catch (error) {
      if (isStoreAway(error)) {
        if (made.head !== null) inDoubt = { batch, head: made.head }
        return batch
      }
      if (batch.length > 1) return writeEach(batch)
      for (const one of batch) retryLater(one, error)
      return []
    }
  }
  /** One that can never be written must not keep the others from it. */
  const writeEach = async (batch: Waiting[]): Promise<Waiting[]> => {
    for (const [index, one] of batch.entries()) {
      const left = await writeBatch([one])
      if (left.length > 0) return batch.slice(index)
    }
    return []
  }
  const retryLater = (one: Waiting, error: unknown): void => {
    if (stopped || one.tries >= maxTries) {
      log.error({ err: error }, 'an entry about attendance could not be written')
      return
    }
    waiting.push({ ...one, tries: one.tries + 1 })
    schedule(retryMs)
  }
  /** Takes out of what waits what the log has all the same. */
  const settleDoubt = async (): Promise<void> => {
    if (inDoubt === null) return
    const { batch, head } = inDoubt
    const written = await database
      .selectFrom('audit_entries')
      .select('seq')
      .where('seq', '=', head.seq)
      .where('hash', '=', head.hash)
      .executeTakeFirst()
    inDoubt = null
    if (written !== undefined) waiting = waiting.filter((one) => !batch.includes(one))
  }
  const writeAll = async (): Promise<void> => {
    try {
      await settleDoubt()
    } catch {
      return keep([])
    }
    const all = waiting
    waiting = []
    for (let from = 0; from < all.length; from += perTransaction) {
      const left = await writeBatch(all.slice(from, from + perTransaction))
      if (left.length > 0) return keep([...left, ...all.slice(from + perTransaction)])
    }
  }
  const keep = (left: Waiting[]): void => {
    waiting = [...left, ...waiting]
    if (stopped) log.error({ entries: waiting.length }, 'entries about attendance could not be written')
    else schedule(retryMs)
  }
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    writing = writing.then(writeAll)
    return writing
  }
  const schedule = (afterMs: number): void => {
    timer ??= setTimeout(() => void flush(), afterMs)
  }

  return {
    enter(entry) {
      waiting.push({ entry, tries: 1 })
      if (stopped) void flush()
      else schedule(delayMs)
    },
    stop() {
      stopped = true
      return flush()
    },
  }
}

const headIn = (write: Write): Promise<AuditHead> =>
  write.selectFrom('audit_head').select(['seq', 'hash']).executeTakeFirstOrThrow()
