import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Kysely } from 'kysely'
import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DomainError } from '../protocol/errors.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { verifyLog } from '../audit/verify-log.ts'
import { NodeSqliteDialect } from '../store/node-sqlite.ts'
import { openStore } from '../store/open-store.ts'
import type { Tables } from '../store/schema.ts'
import { openTestStore, testEngines } from '../store/testing/stores.ts'
import { createAttendanceLedger, type Entry } from './attendance-ledger.ts'

const log = pino({ level: 'silent' })
const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

/** A row that is there once it has been written. */
const pool =
  (id: number): Entry =>
  async (write) => {
    await write
      .insertInto('pools')
      .values({ id: String(id), court_id: 'court', name: String(id) })
      .execute()
  }

describe.each(testEngines())('the ledger of attendance on %s', (engine) => {
  it('writes all in their order, however many, and whatever one of them does', async () => {
    const store = await openTestStore(engine)
    stops.push(() => store.end())
    const ledger = createAttendanceLedger({ database: store.database, log })
    await store.database
      .insertInto('courts')
      .values({ id: 'court', name: '', names: '{}', contact: '', seal_recipient: null })
      .execute()
    let failures = 2
    for (let id = 0; id < 120; id++) {
      ledger.enter(pool(id))
      if (id === 60) {
        ledger.enter(async (write) => {
          if (failures-- > 0) throw new Error('not now')
          await pool(1_000)(write)
        })
      }
    }
    await vi.waitFor(async () => {
      const rows = await store.database.selectFrom('pools').select('id').execute()
      expect(rows).toHaveLength(121)
    }, 10_000)
    ledger.enter(pool(2_000))
    await ledger.stop()
    const rows = await store.database.selectFrom('pools').select('id').execute()
    expect(rows).toHaveLength(122)
  })

  it('keeps everything, in its order, for as long as the store is away', async () => {
    const store = await openTestStore(engine)
    stops.push(() => store.end())
    await store.database
      .insertInto('courts')
      .values({ id: 'court', name: '', names: '{}', contact: '', seal_recipient: null })
      .execute()
    let isAway = true
    let tries = 0
    const order: number[] = []
    const ledger = createAttendanceLedger({ database: store.database, log, retryMs: 1 })
    const enter = (id: number): void =>
      ledger.enter(async (write) => {
        // It can go between two entries, too.
        if (isAway && id === 2) {
          tries++
          throw new DomainError('store_unavailable', 'away')
        }
        await pool(id)(write)
        order.push(id)
      })
    for (let id = 1; id <= 120; id++) enter(id)
    await vi.waitFor(() => expect(tries).toBeGreaterThan(50), 20_000)
    enter(121)
    expect(await store.database.selectFrom('pools').select('id').execute()).toEqual([])

    isAway = false
    order.length = 0
    await ledger.stop()
    expect(order).toEqual(Array.from({ length: 121 }, (_, index) => index + 1))
    expect(await store.database.selectFrom('pools').select('id').execute()).toHaveLength(121)
  })
})

/** A store that goes away in the moment of the next commit, and is back at once. */
class LosingDialect extends NodeSqliteDialect {
  losing: 'before' | 'after' | null = null

  override createDriver() {
    const driver = super.createDriver()
    const commit = driver.commitTransaction.bind(driver)
    driver.commitTransaction = async () => {
      const { losing } = this
      this.losing = null
      if (losing !== 'before') await commit()
      if (losing !== null) throw new DomainError('store_unavailable', 'no answer')
    }
    return driver
  }
}

describe('the ledger of attendance', () => {
  it.for(['before', 'after'] as const)(
    'writes once what it was about when the store went %s the commit',
    async (when) => {
      const folder = mkdtempSync(join(tmpdir(), 'press-gallery-ledger-'))
      const sqliteFile = join(folder, 'store.sqlite')
      await (await openStore({ sqliteFile })).close()
      const dialect = new LosingDialect({
        writing: new DatabaseSync(sqliteFile),
        reading: new DatabaseSync(sqliteFile, { readOnly: true }),
      })
      const database = new Kysely<Tables>({ dialect })
      stops.push(async () => {
        await database.destroy()
        rmSync(folder, { recursive: true })
      })
      const audit = createAuditLog(Date.now)
      const ledger = createAttendanceLedger({ database, log, retryMs: 1 })
      dialect.losing = when
      for (let id = 0; id < 3; id++)
        ledger.enter((write) => audit.append(write, { kind: 'watch.began', actorId: null, data: { id } }))
      await vi.waitFor(() => expect(dialect.losing).toBeNull(), 20_000)
      ledger.enter((write) => audit.append(write, { kind: 'watch.ended', actorId: null }))
      await ledger.stop()
      const rows = await database.selectFrom('audit_entries').select('kind').orderBy('seq').execute()
      expect(rows.map(({ kind }) => kind)).toEqual([
        'watch.began',
        'watch.began',
        'watch.began',
        'watch.ended',
      ])
      expect(await verifyLog(database)).toMatchObject({ problems: [] })
    },
  )
})
