import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** The log is being written by another process. */
export class LogBusyError extends Error {}

export interface WriterLock {
  /** Idempotent. */
  release(): void
}

/**
 * Two writers would break a log's chain. The lock is SQLite's, on a file of its own, because the kernel lets go of
 * that when its process ends, however it ends. Throws LogBusyError when the other one does not end in `patienceMs`.
 */
export function takeWriterLock(dir: string, patienceMs: number): WriterLock {
  const lock = new DatabaseSync(join(dir, 'writer.lock'), { timeout: patienceMs })
  try {
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw new LogBusyError(`another process writes the log in ${dir}`, { cause: error })
  }
  return {
    release() {
      if (lock.isOpen) lock.close()
    },
  }
}
