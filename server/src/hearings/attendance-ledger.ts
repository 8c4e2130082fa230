import type { Logger } from 'pino'
import type { Database, Write } from '../store/open-store.ts'

/** What is written a moment later, many in one transaction. */
export type Entry = (write: Write) => Promise<void>

/**
 * Writes what is seen rather than decided: who watched, what they got, who went dark. When a session closes, hundreds of viewers change
 * in one instant, and the order itself must not stand behind them in the queue for the disk.
 */
export interface AttendanceLedger {
  /** In the order of the calls. Never throws: what can't be written is tried again for a while, and then told to the log. */
  enter(entry: Entry): void
  /** Writes what is left. Idempotent. */
  stop(): Promise<void>
}

export interface AttendanceLedgerOptions {
  database: Database
  log: Logger
}

const delayMs = 250
const retryMs = 1_000
const perTransaction = 50
const maxTries = 20

export function createAttendanceLedger({ database, log }: AttendanceLedgerOptions): AttendanceLedger {
  let waiting: { entry: Entry; tries: number }[] = []
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()
  let stopped = false

  const writeBatch = async (batch: typeof waiting): Promise<void> => {
    try {
      await database.transaction().execute(async (write) => {
        for (const { entry } of batch) await entry(write)
      })
    } catch (error) {
      // One that can never be written must not keep the others from it.
      if (batch.length > 1) for (const one of batch) await writeBatch([one])
      else for (const one of batch) retryLater(one, error)
    }
  }
  const retryLater = (one: (typeof waiting)[number], error: unknown): void => {
    if (stopped || one.tries >= maxTries) {
      log.error({ err: error }, 'an entry about attendance could not be written')
      return
    }
    waiting.push({ ...one, tries: one.tries + 1 })
    schedule(retryMs)
  }
  const writeAll = async (): Promise<void> => {
    const all = waiting
    waiting = []
    for (let from = 0; from < all.length; from += perTransaction)
      await writeBatch(all.slice(from, from + perTransaction))
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
