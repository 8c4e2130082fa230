import { copyFileSync, constants, existsSync, linkSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout } from 'node:timers/promises'
import { Client } from 'pg'
import { createAuditLog } from '../audit/audit-log.ts'
import { verifyLog } from '../audit/verify-log.ts'
import { SettingsError } from '../config.ts'
import { openDataFolder } from '../data-folder.ts'
import type { AuditVerifyAnswer } from '../protocol/audit.ts'
import { syncToDisk } from './back-up.ts'
import { openStore, postgresName, type StoreAddress } from './open-store.ts'
import { runPostgresTool } from './postgres-tools.ts'

export interface RestoreOptions {
  address: StoreAddress
  dataDir: string
  fromFile: string
  nowMs: () => number
}

export interface Restored {
  /** A file, or a schema of the database; null where there was none. */
  keptAs: string | null
  /** Of the log that is now there. */
  audit: AuditVerifyAnswer
}

/**
 * Puts a back-up in the place of the store, brings it up to this version, and keeps what was there. Throws `SettingsError` while
 * a server is at work, and where the back-up is none or of a newer version; the store then stays as it was.
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { address, dataDir, fromFile } = options
  if (!existsSync(fromFile)) throw new SettingsError([`There is no file ${fromFile} to restore from.`])
  const folder = openDataFolder(dataDir)
  try {
    return 'sqliteFile' in address
      ? await restoreSqlite(address.sqliteFile, options)
      : await restorePostgres(address.postgresUrl, options)
  } finally {
    folder.close()
  }
}

/** How often it is looked whether a server has gone, each 100 ms. */
const patience = 10

/** For names: `20261125T003015`. */
const stampOf = (atMs: number): string => new Date(atMs).toISOString().replaceAll(/[-:]|\..*/g, '')

async function restoreSqlite(file: string, { fromFile, nowMs }: RestoreOptions): Promise<Restored> {
  const draft = `${file}.restoring`
  for (const suffix of ['', '-wal', '-shm']) rmSync(draft + suffix, { force: true })
  try {
    copyFileSync(fromFile, draft, constants.COPYFILE_EXCL)
    const audit = await readyStore({ sqliteFile: draft }, nowMs)
    checkPages(draft)
    syncToDisk(draft)
    const keptAs = existsSync(file) ? keep(file, nowMs()) : null
    renameSync(draft, file)
    syncToDisk(dirname(file))
    return { keptAs, audit }
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(draft + suffix, { force: true })
  }
}

/** Brings a store up to this version, says in its log that it was restored, and checks that. */
async function readyStore(address: StoreAddress, nowMs: () => number): Promise<AuditVerifyAnswer> {
  const store = await openStore(address)
  try {
    await store.database
      .transaction()
      .execute((write) => createAuditLog(nowMs).append(write, { kind: 'store.restored', actorId: null }))
    return await verifyLog(store.database)
  } finally {
    await store.close()
  }
}

function checkPages(file: string): void {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const found = database.prepare('pragma quick_check').get()
    if (found?.['quick_check'] !== 'ok')
      throw new SettingsError(['The back-up is damaged: take another one.'])
  } finally {
    database.close()
  }
}

/** Under another name beside it, while the name itself goes on being there until it is replaced. */
function keep(file: string, atMs: number): string {
  try {
    const database = new DatabaseSync(file)
    database.exec('pragma wal_checkpoint(truncate)')
    database.close()
  } catch {
    // Damaged, and perhaps the reason to restore: it is kept as it is.
  }
  const kept = join(dirname(file), `before-restore-${stampOf(atMs)}.sqlite`)
  linkSync(file, kept)
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, kept + suffix)
  }
  return kept
}

async function restorePostgres(postgresUrl: string, { fromFile, nowMs }: RestoreOptions): Promise<Restored> {
  const client = new Client({ connectionString: postgresUrl, application_name: `${postgresName} restore` })
  await client.connect()
  try {
    await refuseWhileInUse(client)
    const schema = String(
      (await client.query('select current_schema() as schema')).rows[0]?.schema ?? 'public',
    )
    const kept = `before_restore_${stampOf(nowMs()).toLowerCase()}`
    const [here, there] = [client.escapeIdentifier(schema), client.escapeIdentifier(kept)]
    await client.query(`alter schema ${here} rename to ${there}`)
    try {
      const whole = [
        '--single-transaction',
        '--exit-on-error',
        '--no-owner',
        '--no-privileges',
        `--schema=${schema}`,
      ]
      await client.query(`create schema ${here}`)
      await runPostgresTool('pg_restore', postgresUrl, [...whole, fromFile])
      return { keptAs: `schema ${kept}`, audit: await readyStore({ postgresUrl }, nowMs) }
    } catch (error) {
      await client.query(`drop schema if exists ${here} cascade`)
      await client.query(`alter schema ${there} rename to ${here}`)
      throw error
    }
  } finally {
    await client.end()
  }
}

/** Servers of other data folders, or other machines. One that was just ended takes a moment to be gone. */
async function refuseWhileInUse(client: Client): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { rowCount } = await client.query(
      'select 1 from pg_stat_activity where datname = current_database() and application_name = $1',
      [postgresName],
    )
    if (rowCount === 0) return
    if (attempt === patience) {
      throw new SettingsError(['A server is at work on this database: end it first.'])
    }
    await setTimeout(100)
  }
}
