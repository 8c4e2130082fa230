import { type DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { SqliteAdapter, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely'
import { z } from 'zod'
import { NodeSqliteDriver } from './node-sqlite-driver.ts'

const inputValue = z.union([z.null(), z.number(), z.bigint(), z.string(), z.instanceof(Uint8Array)])

const inputs = (parameters: readonly unknown[]): SQLInputValue[] =>
  parameters.map((value) => inputValue.parse(value))

/** As many different queries as are kept prepared. */
const preparedQueries = 300

/** Node's own SQLite behind the few calls that Kysely's SQLite driver makes. */
function nodeSqlite(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, StatementSync>()
  const prepare = (sql: string): StatementSync => {
    const statement = prepared.get(sql) ?? database.prepare(sql)
    prepared.delete(sql)
    prepared.set(sql, statement)
    const [oldest] = prepared.keys()
    if (prepared.size > preparedQueries && oldest !== undefined) prepared.delete(oldest)
    return statement
  }
  return {
    close: () => database.close(),
    prepare: (sql): SqliteStatement => {
      const statement = prepare(sql)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...inputs(parameters)),
        run: (parameters) => statement.run(...inputs(parameters)),
        iterate: (parameters) => statement.iterate(...inputs(parameters)),
      }
    },
  }
}

/** Several things may be asked at once: the driver sees to it that one of them writes. */
class NodeSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }

  /** SQLite does know transactions around changes of tables: a migration that is cut off leaves nothing half done. */
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

export interface NodeSqliteDatabases {
  /** In WAL mode. */
  writing: DatabaseSync
  /** The same file, read-only. */
  reading: DatabaseSync
}

/** Kysely's SQLite over Node's. Reads outside of transactions do not wait for those that write. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #databases: NodeSqliteDatabases

  constructor(databases: NodeSqliteDatabases) {
    super({ database: nodeSqlite(databases.writing) })
    this.#databases = databases
  }

  override createDriver(): NodeSqliteDriver {
    const { writing, reading } = this.#databases
    return new NodeSqliteDriver({
      reading: nodeSqlite(reading),
      writing: nodeSqlite(writing),
      writer: writing,
    })
  }

  override createAdapter(): NodeSqliteAdapter {
    return new NodeSqliteAdapter()
  }
}
