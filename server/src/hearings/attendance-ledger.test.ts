import { pino } from 'pino'
import { afterEach, describe, expect, it, vi } from 'vitest'
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
})
