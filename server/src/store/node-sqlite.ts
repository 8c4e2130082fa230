import { type DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely'
import { z } from 'zod'

const inputValue = z.union([z.null(), z.number(), z.bigint(), z.string(), z.instanceof(Uint8Array)])

const inputs = (parameters: readonly unknown[]): SQLInputValue[] =>
  parameters.map((value) => inputValue.parse(value))

/** As many different queries as are kept prepared. */
const preparedQueries = 300

/** Node's own SQLite behind the few calls that Kysely's SQLite dialect makes. */
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

class NodeSqliteDriver extends SqliteDriver {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    super({ database: nodeSqlite(database) })
    this.#database = database
  }

  /** A transaction that reads first and writes later could not wait for another process that writes: it would fail. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }

  /** A full disk has ended the transaction already, and a second error would hide the first. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.isTransaction) await super.rollbackTransaction(connection)
  }
}

/** SQLite does know transactions around changes of tables: a migration that is cut off leaves nothing half done. */
class NodeSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/** Kysely's SQLite over Node's. */
export class NodeSqliteDialect extends SqliteDialect {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    super({ database: nodeSqlite(database) })
    this.#database = database
  }

  override createDriver(): NodeSqliteDriver {
    return new NodeSqliteDriver(this.#database)
  }

  override createAdapter(): NodeSqliteAdapter {
    return new NodeSqliteAdapter()
  }
}
