import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { SqliteDatabase, SqliteStatement } from 'kysely'
import { z } from 'zod'

const inputValue = z.union([z.null(), z.number(), z.bigint(), z.string(), z.instanceof(Uint8Array)])

const inputs = (parameters: readonly unknown[]): SQLInputValue[] =>
  parameters.map((value) => inputValue.parse(value))

/** Node's own SQLite behind the few calls that Kysely's SQLite dialect makes. */
export function nodeSqlite(database: DatabaseSync): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare: (sql): SqliteStatement => {
      const statement = database.prepare(sql)
      return {
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...inputs(parameters)),
        run: (parameters) => statement.run(...inputs(parameters)),
        iterate: (parameters) => statement.iterate(...inputs(parameters)),
      }
    },
  }
}
