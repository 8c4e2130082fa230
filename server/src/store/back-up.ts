import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CompiledQuery } from 'kysely'
import { createAuditLog, type AuditEvent } from '../audit/audit-log.ts'
import { SettingsError } from '../config.ts'
import { openStore, type Database, type StoreAddress } from './open-store.ts'
import { runPostgresTool } from './postgres-tools.ts'

/**
 * Writes a back-up of the store to a file that is not there yet, while servers go on with it. SQLite: a database; PostgreSQL:
 * `pg_dump`'s custom format. That it was begun stands in the audit log, and in the back-up; that it was finished, in the log alone. Throws
 * `SettingsError`.
 */
export async function backUp(address: StoreAddress, outFile: string, nowMs: () => number): Promise<void> {
  if (existsSync(outFile)) throw new SettingsError([`${outFile} is there already: name a file that is not.`])
  if ('sqliteFile' in address && !existsSync(address.sqliteFile)) {
    throw new SettingsError([`There is no database ${address.sqliteFile} to back up.`])
  }
  const draft = `${outFile}.${process.pid}.partial`
  const store = await openStore(address, { migrate: false })
  const record = (event: Omit<AuditEvent, 'actorId'>): Promise<void> =>
    store.database
      .transaction()
      .execute((write) => createAuditLog(nowMs).append(write, { ...event, actorId: null }))
  try {
    await record({ kind: 'store.backed_up' })
    makePrivate(draft)
    if ('sqliteFile' in address) {
      // A whole and compact copy of one moment; writers need not wait for it.
      await store.database.executeQuery(CompiledQuery.raw('vacuum into ?', [draft]))
    } else {
      const whole = [
        '--format=custom',
        '--no-owner',
        '--no-privileges',
        `--schema=${await schemaOf(store.database)}`,
      ]
      await runPostgresTool('pg_dump', address.postgresUrl, [...whole, `--file=${draft}`])
    }
    syncToDisk(draft)
    linkSync(draft, outFile)
    syncToDisk(dirname(outFile))
    const file = resolve(outFile)
    await record({ kind: 'store.backup_written', data: { file, bytes: statSync(file).size } })
  } finally {
    rmSync(draft, { force: true })
    await store.close()
  }
}

/** Where our tables are. */
export async function schemaOf(database: Database): Promise<string> {
  const { rows } = await database.executeQuery<{ schema: string | null }>(
    CompiledQuery.raw('select current_schema() as schema'),
  )
  return rows[0]?.schema ?? 'public'
}

/** Whoever writes into it later keeps this mode. */
function makePrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (cause) {
    throw new SettingsError([
      `${file} can't be written (${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown'}).`,
    ])
  }
}

export function syncToDisk(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
