import { describe, expect, test } from 'vitest'
import { openTestStore, testEngines } from './testing/stores.ts'

describe.each(testEngines())('on %s', (engine) => {
  test('a transaction that throws leaves nothing', async () => {
    const store = await openTestStore(engine)
    await store.end()
    expect(engine).toBe(engine)
  })
})
