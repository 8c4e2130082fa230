import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testCourt } from '../../test/test-court.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { importCourt } from '../court-import.ts'
import { openTestStore, testEngines, type TestStore } from '../store/testing/stores.ts'
import { createExplanations, type Explanations } from './explanations.ts'
import { createHearings } from './hearings.ts'

const nowMs = (): number => 1_800_000_000_000
const words = { kk: 'Іс қысқартылды', ru: 'Дело прекращено', en: 'The case was closed' }
const others = { ...words, en: 'The case was dismissed' }

/** `done`, or the code of what was thrown. */
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  )

describe.each(testEngines())('explanations, on %s', (engine) => {
  let store: TestStore
  let explanations: Explanations
  const kinds = async (): Promise<string[]> => {
    const entries = store.database.selectFrom('audit_entries').select('kind').orderBy('seq')
    return (await entries.execute()).map(({ kind }) => kind).filter((kind) => kind.startsWith('explanation'))
  }

  beforeEach(async () => {
    store = await openTestStore(engine)
    const { database } = store
    const audit = createAuditLog(nowMs)
    await importCourt(testCourt(), { database, audit, sealingKey: Buffer.alloc(32), nowMs })
    explanations = createExplanations({ database, audit, nowMs })
  })
  afterEach(() => store.end())

  it('keeps a draft that the press does not see, and shows what is published and nothing newer', async () => {
    expect(await explanations.find('hearing-1')).toEqual({
      words: { kk: '', ru: '', en: '' },
      published: null,
      publishedMs: null,
    })
    await explanations.write('hearing-1', words, 'judge')
    expect((await explanations.published(['hearing-1'])).size).toBe(0)

    expect(await explanations.publish('hearing-1', 'judge')).toEqual({
      words,
      published: words,
      publishedMs: nowMs(),
    })
    expect(await explanations.write('hearing-1', others, 'judge')).toMatchObject({
      words: others,
      published: words,
    })
    const seen = await explanations.published(['hearing-1', 'hearing-2'])
    expect([...seen]).toEqual([['hearing-1', words]])

    await explanations.publish('hearing-1', 'judge')
    expect((await explanations.published(['hearing-1'])).get('hearing-1')).toEqual(others)
    expect(await explanations.takeBack('hearing-1', 'judge')).toEqual({
      words: others,
      published: null,
      publishedMs: null,
    })
    expect((await explanations.published(['hearing-1'])).size).toBe(0)
  })

  it('publishes words in all languages only, of a hearing that is there', async () => {
    expect(await codeOf(explanations.publish('hearing-1', 'judge'))).toBe('bad_request')
    await explanations.write('hearing-1', { ...words, kk: '  ' }, 'judge')
    expect(await codeOf(explanations.publish('hearing-1', 'judge'))).toBe('bad_request')
    expect(await codeOf(explanations.write('no-hearing', words, 'judge'))).toBe('refused')
  })

  it('puts into the log what was done, once, and none of the words', async () => {
    await explanations.takeBack('hearing-1', 'judge')
    await explanations.write('hearing-1', words, 'judge')
    await explanations.write('hearing-1', words, 'judge')
    await explanations.publish('hearing-1', 'judge')
    await explanations.publish('hearing-1', 'judge')
    await explanations.takeBack('hearing-1', 'judge')
    expect(await kinds()).toEqual(['explanation.written', 'explanation.published', 'explanation.taken_back'])
    const entries = await store.database.selectFrom('audit_entries').select('data').execute()
    expect(entries.filter(({ data }) => data.includes('closed'))).toEqual([])
  })

  it('keeps a hearing that is over in the list from when it was explained', async () => {
    const set = store.database.updateTable('hearings').set({ state: 'ended', since_ms: 1000 })
    await set.where('id', '=', 'hearing-1').execute()
    const listed = async (): Promise<boolean> => {
      const list = await createHearings(store.database).list({ courts: ['court-1'], overSinceMs: nowMs() })
      return list.some(({ id }) => id === 'hearing-1')
    }
    expect(await listed()).toBe(false)
    await explanations.write('hearing-1', words, 'judge')
    await explanations.publish('hearing-1', 'judge')
    expect(await listed()).toBe(true)
  })
})
