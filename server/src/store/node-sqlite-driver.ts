import type { DatabaseSync } from 'node:sqlite'
import {
  SelectQueryNode,
  SqliteDriver,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type SqliteDatabase,
} from 'kysely'

export interface NodeSqliteDriverOptions {
  reading: SqliteDatabase
  writing: SqliteDatabase
  /** What `writing` stands for. */
  writer: Pick<DatabaseSync, 'exec' | 'isTransaction'>
}

type Connections = Record<'reading' | 'writing', DatabaseConnection>

/**
 * One connection that reads, and one that writes for one at a time. Kysely asks for a connection before it says whether a transaction
 * follows: what it gets here reads by the one, and is at the other from the beginning of a transaction to its end.
 */
export class NodeSqliteDriver implements Driver {
  readonly #reading: SqliteDriver
  readonly #writing: SqliteDriver
  readonly #writer: NodeSqliteDriverOptions['writer']
  readonly #connections: Promise<Connections>
  readonly #turns = new Turns()
  /** Who is in a transaction. */
  #inside: { connection: DatabaseConnection; endTurn: () => void } | null = null

  constructor({ reading, writing, writer }: NodeSqliteDriverOptions) {
    this.#reading = new SqliteDriver({ database: reading })
    this.#writing = new SqliteDriver({ database: writing })
    this.#writer = writer
    this.#connections = this.#connect()
  }

  async #connect(): Promise<Connections> {
    await this.#reading.init()
    await this.#writing.init()
    return {
      reading: await this.#reading.acquireConnection(),
      writing: await this.#writing.acquireConnection(),
    }
  }

  async init(): Promise<void> {
    await this.#connections
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const { reading, writing } = await this.#connections
    const isInside = (): boolean => this.#inside?.connection === connection
    const connection: DatabaseConnection = {
      executeQuery: <R>(query: CompiledQuery): Promise<QueryResult<R>> => {
        if (isInside()) return writing.executeQuery<R>(query)
        if (SelectQueryNode.is(query.query)) return reading.executeQuery<R>(query)
        // Whatever else it is may write.
        return this.#inTurn(() => writing.executeQuery<R>(query))
      },
      streamQuery: (query, chunkSize) => (isInside() ? writing : reading).streamQuery(query, chunkSize),
    }
    return connection
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const endTurn = await this.#turns.next()
    try {
      return await work()
    } finally {
      endTurn()
    }
  }

  /** A transaction that reads first and writes later could not wait for another process that writes: it would fail. */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    const endTurn = await this.#turns.next()
    try {
      this.#writer.exec('begin immediate')
      this.#inside = { connection, endTurn }
    } catch (error) {
      endTurn()
      throw error
    }
  }

  /** Where it fails, Kysely asks to roll back. */
  commitTransaction(): Promise<void> {
    return Promise.try(() => {
      this.#writer.exec('commit')
      this.#leave()
    })
  }

  /** A full disk has ended the transaction already, and a second error would hide the first. */
  rollbackTransaction(): Promise<void> {
    return Promise.try(() => {
      try {
        if (this.#writer.isTransaction) this.#writer.exec('rollback')
      } finally {
        this.#leave()
      }
    })
  }

  #leave(): void {
    const left = this.#inside
    this.#inside = null
    left?.endTurn()
  }

  releaseConnection(): Promise<void> {
    return Promise.resolve()
  }

  /** The writing one last: it tidies up the files. */
  async destroy(): Promise<void> {
    await this.#reading.destroy()
    await this.#writing.destroy()
  }
}

/** In the order in which they were asked for. */
class Turns {
  #last: Promise<void> = Promise.resolve()

  /** Resolves, once all before have ended, to what ends this one. */
  async next(): Promise<() => void> {
    const before = this.#last
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#last = promise
    await before
    return resolve
  }
}
