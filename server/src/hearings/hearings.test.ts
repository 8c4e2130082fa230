import { CompiledQuery, type KyselyPlugin } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { CourtScope } from '../access/rights.ts'
import { openTestStore, type TestStore } from '../store/testing/stores.ts'
import { createHearings, type Hearings } from './hearings.ts'

const planRows = z.array(z.looseObject({ detail: z.string() }))
const before = { sinceMs: 1_800_000_000_000, id: 'some-hearing' }

describe('lists of hearings, in SQLite', () => {
  let store: TestStore
  beforeAll(async () => {
    store = await openTestStore('sqlite')
  })
  afterAll(() => store.end())

  /** How the database goes about what is asked of it. */
  const planOf = async (ask: (hearings: Hearings) => Promise<unknown>): Promise<string[]> => {
    const asked: CompiledQuery[] = []
    const noting: KyselyPlugin = {
      transformQuery({ node, queryId }) {
        asked.push(store.database.getExecutor().compileQuery(node, queryId))
        return node
      },
      transformResult: ({ result }) => Promise.resolve(result),
    }
    await ask(createHearings(store.database.withPlugin(noting)))
    const plans = await Promise.all(
      asked.map(({ sql, parameters }) =>
        store.database.executeQuery(CompiledQuery.raw(`explain query plan ${sql}`, [...parameters])),
      ),
    )
    return plans.flatMap(({ rows }) => planRows.parse(rows).map(({ detail }) => detail))
  }
  const scopes: { name: string; courts: CourtScope }[] = [
    { name: 'one court', courts: ['court-1'] },
    { name: 'some courts', courts: ['court-1', 'court-2'] },
    { name: 'all courts', courts: 'all' },
  ]

  it.each(scopes)('of $name are read without looking at all that ever was', async ({ courts }) => {
    for (const overSinceMs of [null, 1_790_000_000_000]) {
      const plan = await planOf((hearings) => hearings.list({ courts, overSinceMs }))
      const read = plan.filter((step) => /^(?:SCAN|SEARCH) (?:hearings|explanations)\b/.test(step))
      expect(read.length).toBeGreaterThan(1)
      for (const step of read)
        expect(step).toMatch(
          /INDEX hearings_not_over\b|INDEX hearings_(?:of_court_)?since \(.*since_ms>|INDEX explanations_published \(published_ms>|\(id=\?\)/,
        )
    }
  })

  it.each(scopes)('of what was over in $name are read from their place on', async ({ name, courts }) => {
    const plan = await planOf((hearings) => hearings.over({ courts, before, limit: 51 }))
    expect(plan[0]).toMatch(/^SEARCH hearings USING INDEX hearings_(?:of_court_)?since \(.*since_ms</)
    // Of several courts, the database may put together what it found in each.
    expect(plan.length).toBeLessThanOrEqual(name === 'some courts' ? 2 : 1)
  })
})
