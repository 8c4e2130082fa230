import type { PostgresCursor, PostgresPool, PostgresQueryResult } from 'kysely'
import { describe, expect, it, vi } from 'vitest'
import { codeOf } from '../access/testing/access-parts.ts'
import { createTellingPool } from './telling-pool.ts'

const saidBy = (severity: string, code: string): Error =>
  Object.assign(new Error('what PostgreSQL says'), { severity, code })

/** A pool whose next connection, or query, fails with what is asked for. */
function failing() {
  const released = vi.fn<(destroy?: boolean) => void>()
  const log = { error: vi.fn<() => void>(), info: vi.fn<() => void>() }
  let refusal: Error | null = null
  let fault: Error | null = null
  function query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>
  function query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>
  function query<R>(asked: string | PostgresCursor<R>): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof asked !== 'string') return asked
    return fault === null
      ? Promise.resolve({ command: 'SELECT', rowCount: 0, rows: [] })
      : Promise.reject(fault)
  }
  const pool: PostgresPool = {
    options: {},
    end: async () => undefined,
    connect: async () => {
      if (refusal !== null) throw refusal
      return { release: released, query }
    },
  }
  const telling = createTellingPool(pool, log)
  const ask = async (): Promise<void> => {
    const client = await telling.connect()
    try {
      await client.query('select 1', [])
    } finally {
      client.release()
    }
  }
  return {
    released,
    log,
    ask,
    refuse: (error: Error | null) => (refusal = error),
    fail: (error: Error | null) => (fault = error),
  }
}

describe('a pool that tells', () => {
  it.for([
    saidBy('FATAL', '57P01'),
    saidBy('FATAL', '28P01'),
    saidBy('ERROR', '25006'),
    new Error('Connection terminated unexpectedly'),
    new Error('Query read timeout'),
    new Error('read ECONNRESET'),
  ])('of a database that is away, by $message $code, and gives its connection up', async (error) => {
    const { ask, fail, released } = failing()
    fail(error)
    expect(await codeOf(ask())).toBe('store_unavailable')
    expect(released).toHaveBeenCalledWith(true)
  })

  it.for([saidBy('ERROR', '23505'), saidBy('ERROR', '40001'), new TypeError('a mistake of ours')])(
    'of nothing where a query itself was wrong: $message $code',
    async (error) => {
      const { ask, fail, released } = failing()
      fail(error)
      await expect(ask()).rejects.toBe(error)
      expect(released).toHaveBeenCalledWith(false)
    },
  )

  it('tells the log once when it goes and once when it is back', async () => {
    const { ask, refuse, log } = failing()
    await ask()
    refuse(new Error('connect ECONNREFUSED 127.0.0.1:5432'))
    expect([await codeOf(ask()), await codeOf(ask())]).toEqual(['store_unavailable', 'store_unavailable'])
    refuse(null)
    await ask()
    await ask()
    expect([log.error.mock.calls.length, log.info.mock.calls.length]).toEqual([1, 1])
  })
})
