import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SettingsError } from './config.ts'

/** The folder that all of a server's state is in; one server's at a time. */
export interface DataFolder {
  readonly database: DatabaseSync
  /** False on a full disk, or where the folder became read-only. */
  isWritable(): boolean
  /** Idempotent. */
  close(): void
}

/** Makes the folder where there is none. Throws `SettingsError` while another server has it. */
export function openDataFolder(dataDir: string): DataFolder {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = takeLock(dataDir)
  const database = new DatabaseSync(join(dataDir, 'press-gallery.sqlite'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000;')
  let open = true
  return {
    database,
    isWritable() {
      try {
        // Takes the write lock and gives it back.
        database.exec('BEGIN IMMEDIATE; ROLLBACK;')
        return true
      } catch {
        return false
      }
    },
    close() {
      if (!open) return
      open = false
      database.close()
      lock.close()
    },
  }
}

/**
 * Two servers would write into one segment log. The lock is SQLite's on a file of its own, because the kernel lets
 * go of that when its process ends, however it ends.
 */
function takeLock(dataDir: string): DatabaseSync {
  const lock = new DatabaseSync(join(dataDir, 'server.lock'))
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch {
    lock.close()
    throw new SettingsError([
      `Another server is at work in ${dataDir}: end it, or name another folder in PRESS_GALLERY_DATA_DIR.`,
    ])
  }
}
