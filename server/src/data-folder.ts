import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { SettingsError } from './config.ts'

/** The folder that all of a server's state is in (but for PostgreSQL's); one server's at a time. */
export interface DataFolder {
  /** Idempotent. */
  close(): void
}

/** Makes the folder where there is none. Throws `SettingsError` while another server has it. */
export function openDataFolder(dataDir: string): DataFolder {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = takeLock(dataDir)
  let open = true
  return {
    close() {
      if (!open) return
      open = false
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
