import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type { Logger } from 'pino'
import { z } from 'zod'
import { DomainError } from '../protocol/errors.ts'
import { reasonOf } from './bring-up.ts'

/** What PostgreSQL itself says when it ends a connection, takes none, or is a copy that is only read (SQLSTATE). */
const awayStates = /^(?:08...|57P0[1235]|53300|25006|25P03)$/

const stated = z.object({ code: z.string(), severity: z.string() })

/** What its client says, in words alone, of a connection that is no more. */
const lostWords = /connection|not queryable|read timeout|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/i

/** Whether a query failed because the database was not there to answer it, and for nothing that was asked. */
function isOfAway(error: unknown): boolean {
  const said = stated.safeParse(error)
  if (said.success) return said.data.severity === 'FATAL' || awayStates.test(said.data.code)
  return error instanceof Error && lostWords.test(error.message)
}

/**
 * A pool whose clients throw DomainError `store_unavailable` where the database does not answer, and are not used again then.
 * The log is told once when it goes, and once when it is back.
 */
export function createTellingPool(
  pool: PostgresPool,
  log: Pick<Logger, 'error' | 'info'> | null,
): PostgresPool {
  let isAway = false
  const away = (error: unknown): DomainError => {
    if (!isAway) log?.error({ reason: reasonOf(error) }, 'the database does not answer')
    isAway = true
    return new DomainError('store_unavailable', reasonOf(error), { cause: error })
  }
  const answered = (): void => {
    if (isAway) log?.info('the database answers again')
    isAway = false
  }
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      try {
        return new TellingClient(await pool.connect(), { away, answered })
      } catch (error) {
        throw away(error)
      }
    },
  }
}

interface Told {
  away: (error: unknown) => DomainError
  answered: () => void
}

class TellingClient implements PostgresPoolClient {
  readonly #client: PostgresPoolClient
  readonly #told: Told
  #isLost = false

  constructor(client: PostgresPoolClient, told: Told) {
    this.#client = client
    this.#told = told
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  query<R>(
    asked: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    return typeof asked === 'string' ? this.#ask<R>(asked, parameters) : this.#client.query<R>(asked)
  }

  async #ask<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    try {
      const result = await this.#client.query<R>(sql, parameters)
      this.#told.answered()
      return result
    } catch (error) {
      if (!isOfAway(error)) throw error
      this.#isLost = true
      throw this.#told.away(error)
    }
  }

  release(destroy = false): void {
    this.#client.release(destroy || this.#isLost)
  }
}
