import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testCourt } from '../../test/test-court.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { importCourt } from '../court-import.ts'
import { scheduleRequest } from '../protocol/desk.ts'
import { earlierPage } from '../protocol/earlier.ts'
import { counting, type Counting } from '../store/testing/counting.ts'
import { openTestStore, testEngines, type TestStore } from '../store/testing/stores.ts'
import { createCourts } from './courts.ts'
import { createDesk, type Desk } from './desk.ts'
import { placeOf } from './earlier.ts'
import { createHearings, type Hearings } from './hearings.ts'
import { createSchedule, type Schedule } from './schedule.ts'
import { overHearing } from './testing/over-hearing.ts'

const nowMs = (): number => 1_800_000_000_000
const dayMs = 86_400_000

describe.each(testEngines())('the desk, on %s', (engine) => {
  let store: TestStore
  let counted: Counting
  let desk: Desk
  let hearings: Hearings
  let schedule: Schedule

  beforeEach(async () => {
    store = await openTestStore(engine)
    counted = counting(store.database)
    const { database } = counted
    const audit = createAuditLog(nowMs)
    await importCourt(testCourt(), { database, audit, sealingKey: Buffer.alloc(32), nowMs })
    const courts = createCourts(database, audit)
    hearings = createHearings(database)
    schedule = createSchedule({ database, audit, nowMs, rightsChanged: () => undefined })
    desk = createDesk({
      database,
      courts,
      hearings,
      schedule,
      feedStatus: () => undefined,
      recordingState: () => 'stopped',
      nowMs,
    })
  })
  afterEach(() => store.end())

  const listed = async (): Promise<number> => {
    counted.taken()
    const list = (await desk.hearings('court-1')).hearings
    const { statements } = counted.taken()
    for (const one of list) {
      const alone = await hearings.find(one.id)
      expect(one).toEqual(alone === undefined ? undefined : await desk.hearing(alone))
    }
    return statements
  }

  it('lists a court’s hearings as it shows each alone, in as many statements however many there are', async () => {
    const { database } = store
    const people = await database
      .selectFrom('people')
      .select('id')
      .where('login', 'in', ['journalist', 'stranger'])
      .execute()
    const plan = async (i: number): Promise<void> => {
      const more = { audience: 'named', people: people.slice(i % 2).map(({ id }) => id), plannedStartMs: i }
      const wanted = scheduleRequest.parse({ title: 'A', caseNumber: '3', courtroomId: 'room-2', ...more })
      await schedule.plan('court-1', wanted, 'press')
    }
    // Closed on a ground that is told, and has left the list meanwhile.
    const closed = { state: 'closed', ground_id: 'private-life' }
    await database.updateTable('hearings').set(closed).where('id', '=', 'hearing-1').execute()
    await database.updateTable('grounds').set({ position: -1, shown: 1 }).execute()
    const few = await listed()
    for (let i = 0; i < 20; i++) await plan(i)
    expect(await listed()).toBe(few)
    const list = (await desk.hearings('court-1')).hearings
    expect(list).toHaveLength(23)
    expect(list.find(({ id }) => id === 'hearing-1')?.standing.ground).toMatchObject({ en: 'Private life' })
    expect(list.filter((one) => one.people.length === 2)).toHaveLength(10)
    expect(list[0]).toMatchObject({ courtroom: 'Courtroom 2', plannedStartMs: 0 })
  })

  it('reads nothing of what was over before, until it is asked for', async () => {
    const { database } = store
    const recent = ['ended-today', 'ended-lately'].map((id, i) => overHearing(id, nowMs() - i * 2 * dayMs))
    await database.insertInto('hearings').values(recent).execute()
    counted.taken()
    const { hearings: list, earlier } = await desk.hearings('court-1')
    const young = counted.taken()
    expect(list.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['hearing-1', 'ended-today', 'ended-lately']),
    )
    expect(list).toHaveLength(5)
    expect(earlier).toBeNull()
    const years = Array.from({ length: 300 }, (_, i) =>
      overHearing(`past-${i}`, nowMs() - 10 * dayMs - i * 3_600_000),
    )
    await database.insertInto('hearings').values(years).execute()
    const old = await desk.hearings('court-1')
    expect(old.hearings).toEqual(list)
    // One row says that there is something earlier.
    expect(counted.taken()).toEqual({ statements: young.statements, rows: young.rows + 1 })
    expect((await desk.notOver('court-1')).map(({ id }) => id)).toEqual([
      'hearing-1',
      'hearing-1b',
      'hearing-2',
    ])
  })

  it('shows what was over before page by page, each hearing once, also where several were over at the same time', async () => {
    const { database } = store
    const endMs = nowMs() - 10 * dayMs
    const states = ['ended', 'cancelled', 'sealed']
    // Seven at each time: a page of fifty ends among such.
    const past = Array.from({ length: 130 }, (_, i) =>
      overHearing(`past-${(i * 7919) % 130}`, endMs - Math.floor(i / 7) * 1000, {
        state: states[i % 3] ?? '',
      }),
    )
    const elsewhere = overHearing('elsewhere', endMs, { court_id: 'court-2', courtroom_id: 'room-of-2' })
    const names = JSON.stringify({ kk: '', ru: '', en: '' })
    await database
      .insertInto('courts')
      .values({ id: 'court-2', name: 'Another', names, contact: '', seal_recipient: null })
      .execute()
    await database
      .insertInto('courtrooms')
      .values({ id: 'room-of-2', court_id: 'court-2', name: '1', source: '{"kind":"test"}', position: 0 })
      .execute()
    await database
      .insertInto('hearings')
      .values([...past, elsewhere])
      .execute()
    const pages: string[][] = []
    let from = (await desk.hearings('court-1')).earlier
    counted.taken()
    const statements = new Set<number>()
    while (from !== null) {
      const page = await desk.earlier('court-1', placeOf(from))
      statements.add(counted.taken().statements)
      pages.push(page.hearings.map(({ id }) => id))
      from = page.earlier
    }
    expect(pages.map((page) => page.length)).toEqual([earlierPage, earlierPage, 30])
    expect(pages.flat().toSorted()).toEqual(past.map(({ id }) => id).toSorted())
    const times = new Map(past.map(({ id, since_ms }) => [id, since_ms]))
    const shown = pages.flat().map((id) => times.get(id) ?? 0)
    expect(shown).toEqual(shown.toSorted((a, b) => b - a))
    expect(statements.size).toBe(1)
  })
})
