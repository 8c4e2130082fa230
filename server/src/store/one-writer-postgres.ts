import { CompiledQuery, PostgresDialect, PostgresDriver, type PostgresDialectConfig } from 'kysely'

/** Our number among PostgreSQL's advisory locks of a database. */
const writersLock = 7091

type Begin = Parameters<PostgresDriver['beginTransaction']>

/** Transactions one after the other. */
class OneWriterDriver extends PostgresDriver {
  override async beginTransaction(...[connection, settings]: Begin): Promise<void> {
    await super.beginTransaction(connection, settings)
    try {
      await connection.executeQuery(CompiledQuery.raw(`select pg_advisory_xact_lock(${writersLock})`))
    } catch (error) {
      // Whoever began it takes it for not begun, and would give the connection back with it open.
      await connection.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined)
      throw error
    }
  }
}

/**
 * PostgreSQL with the promise that SQLite gives by nature: what a transaction has looked at stays so until its end, and no two of
 * them wait for each other in a circle. Each of them ends in the one head of the audit log anyway. Reads do not wait.
 */
export class OneWriterPostgresDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig

  constructor(config: PostgresDialectConfig) {
    super(config)
    this.#config = config
  }

  override createDriver(): OneWriterDriver {
    return new OneWriterDriver(this.#config)
  }
}
