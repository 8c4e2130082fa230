import { DatabaseSync } from 'node:sqlite'
import { Kysely, PostgresDialect, SqliteDialect, type Transaction } from 'kysely'
import { Migrator } from 'kysely/migration'
import pg from 'pg'
import { SettingsError } from '../config.ts'
import { migrations } from './migrations/migrations.ts'
import { nodeSqlite } from './node-sqlite.ts'
import type { Tables } from './schema.ts'

export type Engine = 'sqlite' | 'postgres'

/** Reads go to it directly, writes inside `transaction`. */
export type Database = Kysely<Tables>
/** A write under way, with the audit entry that belongs to it. */
export type Write = Transaction<Tables>

export interface Store {
  readonly engine: Engine
  readonly database: Database
  /** False on a full disk, a folder that became read-only, or a database that does not answer. */
  isWritable(): Promise<boolean>
  /** Idempotent. */
  close(): Promise<void>
}

export type StoreAddress = { sqliteFile: string } | { postgresUrl: string }

/**
 * Opens the store and brings it up to this version of the code, forwards only. Throws `SettingsError` where it can't be
 * reached, or was written by a newer version.
 */
export async function openStore(address: StoreAddress): Promise<Store> {
  const store = 'sqliteFile' in address ? openSqlite(address.sqliteFile) : openPostgres(address.postgresUrl)
  try {
    await migrate(store.database, store.engine)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

function openSqlite(file: string): Store {
  const sqlite = new DatabaseSync(file)
  sqlite.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON;',
  )
  const database = new Kysely<Tables>({ dialect: new SqliteDialect({ database: nodeSqlite(sqlite) }) })
  return storeOf('sqlite', database)
}

/** whole numbers up to 2^53: all of ours are times and counts. */
const int8 = 20

function openPostgres(connectionString: string): Store {
  const types = new pg.TypeOverrides()
  types.setTypeParser(int8, Number)
  const pool = new pg.Pool({ connectionString, types, max: 8, connectionTimeoutMillis: 5000 })
  // Lost between two queries: the pool makes another one for the next.
  pool.on('error', () => undefined)
  return storeOf('postgres', new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }))
}

function storeOf(engine: Engine, database: Database): Store {
  let closing: Promise<void> | null = null
  return {
    engine,
    database,
    async isWritable() {
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
    },
    close: () => (closing ??= database.destroy()),
  }
}

async function migrate(database: Database, engine: Engine): Promise<void> {
  const all = migrations(engine)
  const migrator = new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(all) } })
  let done
  try {
    done = await migrator.getMigrations()
  } catch (cause) {
    throw new SettingsError([
      `The database cannot be reached: ${reasonOf(cause)}. See that it runs, then start again.`,
    ])
  }
  const written = await executedNames(database)
  const newer = written.filter((name) => !done.some((migration) => migration.name === name))
  if (newer.length > 0) {
    throw new SettingsError([
      `The database was written by a newer version of Press Gallery (it has ${newer.join(', ')}): start that version, or restore a back-up of this one.`,
    ])
  }
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) {
    throw new SettingsError([`The database could not be brought up to this version: ${reasonOf(error)}.`])
  }
}

async function executedNames(database: Database): Promise<string[]> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return []
  const rows = await database
    .withTables<{ kysely_migration: { name: string } }>()
    .selectFrom('kysely_migration')
    .select('name')
    .execute()
  return rows.map(({ name }) => name)
}

// A connection string, with its password, can stand in a longer message.
const reasonOf = (error: unknown): string =>
  error instanceof Error
    ? error.message.replaceAll(/postgres(?:ql)?:\/\/\S+/g, 'DATABASE_URL')
    : 'no reason given'
