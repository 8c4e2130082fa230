import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely, type Transaction } from 'kysely'
import { Pool, TypeOverrides } from 'pg'
import type { Logger } from 'pino'
import { SettingsError } from '../config.ts'
import { bringUp, reasonOf } from './bring-up.ts'
import { NodeSqliteDialect } from './node-sqlite.ts'
import { OneWriterPostgresDialect } from './one-writer-postgres.ts'
import type { Tables } from './schema.ts'
import { createTellingPool } from './telling-pool.ts'

export type Engine = 'sqlite' | 'postgres'

/**
 * Reads go to it directly, and wait for nobody. Writes go inside `transaction`, of which one runs at a time: keep them short. Whoever is inside
 * one asks `Write` for everything: the database itself does not know yet what was written there, and to write by it would wait
 * for the end of the very transaction that waits.
 */
export type Database = Kysely<Tables>
/** A write under way, with the audit entry that belongs to it. */
export type Write = Transaction<Tables>

export interface Store {
  readonly engine: Engine
  readonly database: Database
  /** False on a full disk, a folder that became read-only, or a database that does not answer. Asked once a second at most. */
  isWritable(): Promise<boolean>
  /** Idempotent. */
  close(): Promise<void>
}

export type StoreAddress = { sqliteFile: string } | { postgresUrl: string }

/** The database that the settings name: SQLite in the data folder by default. */
export const storeAddress = ({
  dataDir,
  databaseUrl,
}: {
  dataDir: string
  databaseUrl: string | null
}): StoreAddress =>
  databaseUrl === null ? { sqliteFile: join(dataDir, 'press-gallery.sqlite') } : { postgresUrl: databaseUrl }

export interface OpenStoreOptions {
  /** Is told of lost connections. */
  log?: Logger
  /** False: a command beside the server leaves the tables as they are. */
  migrate?: boolean
}

/**
 * Opens the store and brings it up to this version of the code, forwards only. Throws `SettingsError` where it can't be
 * reached, or was written by a newer version.
 */
export async function openStore(address: StoreAddress, options: OpenStoreOptions = {}): Promise<Store> {
  const store =
    'sqliteFile' in address
      ? openSqlite(address.sqliteFile, options.migrate === false ? commandPatienceMs : serverPatienceMs)
      : openPostgres(address.postgresUrl, options.log ?? null)
  try {
    await bringUp(store.database, store.engine, options.migrate ?? true)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

/** How long another process's write is waited for. It stops everything else that a server does; a command has nothing else to do. */
const serverPatienceMs = 2000
const commandPatienceMs = 30_000

function openSqlite(file: string, patienceMs: number): Store {
  try {
    // SQLite gives its other files the mode of this one.
    closeSync(openSync(file, 'a', 0o600))
    const writing = new DatabaseSync(file, { timeout: patienceMs })
    // `secure_delete`: a name that was deleted is not left to be found in the file.
    writing.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;',
    )
    const reading = new DatabaseSync(file, { readOnly: true, timeout: patienceMs })
    return storeOf('sqlite', new Kysely<Tables>({ dialect: new NodeSqliteDialect({ writing, reading }) }))
  } catch (cause) {
    throw new SettingsError([
      `The database ${file} can't be opened: ${reasonOf(cause)}. See that the server may write there and that it is its own file.`,
    ])
  }
}

/** whole numbers up to 2^53: all of ours are times and counts. */
const int8 = 20

/** Longer than any query of ours takes, so that a network that swallows packets is noticed. */
const queryBoundMs = 30_000

/** By it a restore sees that a server is at work. */
export const postgresName = 'press-gallery'

function openPostgres(connectionString: string, log: Logger | null): Store {
  const types = new TypeOverrides()
  types.setTypeParser(int8, Number)
  const lost = (error: Error): void => log?.warn({ reason: reasonOf(error) }, 'lost a database connection')
  const pool = new Pool({
    connectionString,
    types,
    max: 16,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    query_timeout: queryBoundMs,
    idle_in_transaction_session_timeout: queryBoundMs,
    application_name: postgresName,
  })
  // The next query gets a new connection. Without listeners a loss would end the process; the pool's own hears only of those
  // that nobody is using.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', lost))
  const dialect = new OneWriterPostgresDialect({ pool: createTellingPool(pool, log) })
  return storeOf('postgres', new Kysely<Tables>({ dialect }))
}

const writableForMs = 1000

function storeOf(engine: Engine, database: Database): Store {
  let closing: Promise<void> | null = null
  let asked: { atMs: number; answer: Promise<boolean> } | null = null

  const tryToWrite = async (): Promise<boolean> => {
    try {
      await database.transaction().execute((write) =>
        write
          .updateTable('audit_head')
          .set((head) => ({ seq: head.ref('seq') }))
          .execute(),
      )
      return true
    } catch {
      return false
    }
  }
  return {
    engine,
    database,
    isWritable() {
      const atMs = performance.now()
      if (asked === null || atMs - asked.atMs > writableForMs) asked = { atMs, answer: tryToWrite() }
      return asked.answer
    },
    close: () => (closing ??= database.destroy()),
  }
}
