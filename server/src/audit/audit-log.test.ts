import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { testEngines } from '../store/testing/stores.ts'
import { factsOf } from './line.ts'
import { namesOf } from './subjects.ts'
import { removeOldNames } from './personal-data.ts'
import { openWrittenLog, type WrittenLog } from './testing/written-log.ts'
import { verifyLog } from './verify-log.ts'

const dayMs = 86_400_000

describe.each(testEngines())('the audit log on %s', (engine) => {
  let log: WrittenLog
  beforeEach(async () => {
    log = await openWrittenLog(engine)
    await log.addPerson('person-a', 'Aigerim')
    await log.addPerson('person-b', 'Berik')
  })
  afterEach(() => log.store.end())

  const entries = () => log.store.database.selectFrom('audit_entries').orderBy('seq').selectAll().execute()
  const subjects = () => log.store.database.selectFrom('audit_subjects').selectAll().execute()

  test('an entry is there with what it records, or neither is', async () => {
    const { database } = log.store
    const failing = database.transaction().execute(async (write) => {
      await write.updateTable('people').set({ name: 'X' }).execute()
      await log.audit.append(write, { kind: 'person.changed', actorId: 'person-a' })
      throw new Error('after the entry')
    })
    await expect(failing).rejects.toThrow('after the entry')
    expect(await entries()).toEqual([])
    expect(await subjects()).toEqual([])
    await log.append({ kind: 'person.changed', actorId: 'person-a' })
    expect((await entries()).map(({ seq }) => seq)).toEqual([1])
    expect(await verifyLog(database)).toMatchObject({ entries: 1, problems: [] })
  })

  test('no id or name of a person stands in an entry, wherever it was given', async () => {
    await log.append({
      kind: 'rights.granted',
      actorId: 'person-a',
      data: { personId: 'person-b', reason: 'asked', members: ['person-a', 'person-b'], screen: 'screen-1' },
      people: { grantedTo: 'person-b' },
    })
    const [entry] = await entries()
    expect(JSON.stringify(entry)).not.toMatch(/person-a|person-b|Aigerim|Berik/i)
    const facts = factsOf(entry?.data ?? '')
    expect(facts).toMatchObject({ reason: 'asked', screen: 'screen-1' })
    expect(facts['members']).toEqual([entry?.actor, facts['personId']])
    expect(facts['grantedTo']).toBe(facts['personId'])
    const names = await namesOf(log.store.database, [String(entry?.actor), String(facts['personId'])])
    expect([...names.values()].map(({ name }) => name).toSorted()).toEqual(['Aigerim', 'Berik'])
  })

  const seen = async () => (await entries()).at(-1)?.actor

  test('a person has one id a month and name, and another in the next', async () => {
    await log.append({ kind: 'a.b', actorId: 'person-a' })
    const first = await seen()
    await log.append({ kind: 'a.b', actorId: 'person-a' })
    expect(await seen()).toBe(first)
    await log.store.database
      .updateTable('people')
      .set({ name: 'Aigerim S.' })
      .where('id', '=', 'person-a')
      .execute()
    await log.append({ kind: 'a.b', actorId: 'person-a' })
    const renamed = await seen()
    log.clock.nowMs += 20 * dayMs
    await log.append({ kind: 'a.b', actorId: 'person-a' })
    expect(new Set([first, renamed, await seen()]).size).toBe(3)
    expect((await subjects()).map(({ name }) => name).toSorted()).toEqual([
      'Aigerim',
      'Aigerim S.',
      'Aigerim S.',
    ])
  })

  test('a text that looks like an id of the log is none', async () => {
    await log.append({ kind: 'a.b', actorId: 'person-a', data: { reason: `p-${'0'.repeat(40)}` } })
    expect(await verifyLog(log.store.database)).toMatchObject({ problems: [] })
  })

  test('names go when their time is over; the chain stays whole', async () => {
    const { database } = log.store
    await log.append({ kind: 'a.b', actorId: 'person-a', people: { about: 'person-b' } })
    const [before] = await entries()
    log.clock.nowMs += 40 * dayMs
    await log.append({ kind: 'a.b', actorId: 'person-b' })
    const options = { database, audit: log.audit, nowMs: () => log.clock.nowMs }
    expect(await removeOldNames({ ...options, personalDays: 60 })).toBe(0)
    expect(await removeOldNames({ ...options, personalDays: 20 })).toBe(2)
    expect((await subjects()).map(({ name }) => name)).toEqual(['Berik'])
    expect((await entries())[0]).toEqual(before)
    expect(await verifyLog(database)).toMatchObject({ entries: 3, problems: [] })
  })

  test('writers at once make one chain', async () => {
    const writers = Array.from({ length: 12 }, (_, index) =>
      log.append({ kind: 'a.b', actorId: 'person-a', data: { index } }),
    )
    await Promise.all(writers)
    expect(await verifyLog(log.store.database)).toMatchObject({ entries: 12, problems: [] })
    expect(await subjects()).toHaveLength(1)
  })

  test('the database itself refuses a change of an entry', async () => {
    await log.append({ kind: 'a.b', actorId: null })
    const { database } = log.store
    await expect(database.updateTable('audit_entries').set({ kind: 'x.y' }).execute()).rejects.toThrow(
      'append-only',
    )
    await expect(database.deleteFrom('audit_entries').execute()).rejects.toThrow('append-only')
  })
})
