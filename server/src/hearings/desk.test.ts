import type { KyselyPlugin } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testCourt } from '../../test/test-court.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { importCourt } from '../court-import.ts'
import { scheduleRequest } from '../protocol/desk.ts'
import { openTestStore, testEngines, type TestStore } from '../store/testing/stores.ts'
import { createCourts } from './courts.ts'
import { createDesk, type Desk } from './desk.ts'
import { createHearings, type Hearings } from './hearings.ts'
import { createSchedule, type Schedule } from './schedule.ts'

const nowMs = (): number => 1_800_000_000_000

describe.each(testEngines())('the desk, on %s', (engine) => {
  let store: TestStore
  let desk: Desk
  let hearings: Hearings
  let schedule: Schedule
  let statements: number

  beforeEach(async () => {
    store = await openTestStore(engine)
    const counted: KyselyPlugin = {
      transformQuery({ node }) {
        statements += 1
        return node
      },
      transformResult: ({ result }) => Promise.resolve(result),
    }
    const database = store.database.withPlugin(counted)
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
    })
  })
  afterEach(() => store.end())

  const listed = async (): Promise<number> => {
    statements = 0
    const list = await desk.hearings('court-1')
    const took = statements
    expect(list).toEqual(
      await Promise.all((await hearings.list({ courtId: 'court-1' })).map((one) => desk.hearing(one))),
    )
    return took
  }

  it('lists a court’s hearings as it shows each alone, in as many statements however many there are', async () => {
    const { database } = store
    const few = await listed()
    const people = await database
      .selectFrom('people')
      .select('id')
      .where('login', 'in', ['journalist', 'stranger'])
      .execute()
    for (let i = 0; i < 20; i++) {
      const more = { audience: 'named', people: people.slice(i % 2).map(({ id }) => id), plannedStartMs: i }
      const wanted = scheduleRequest.parse({ title: 'A', caseNumber: '3', courtroomId: 'room-2', ...more })
      await schedule.plan('court-1', wanted, 'press')
    }
    // Closed on a ground that is told, and has left the list meanwhile.
    const closed = { state: 'closed', ground_id: 'private-life' }
    await database.updateTable('hearings').set(closed).where('id', '=', 'hearing-1').execute()
    await database.updateTable('grounds').set({ position: -1, shown: 1 }).execute()
    expect(await listed()).toBe(few)
    const list = await desk.hearings('court-1')
    expect(list).toHaveLength(23)
    expect(list.find(({ id }) => id === 'hearing-1')?.standing.ground).toMatchObject({ en: 'Private life' })
    expect(list.filter((one) => one.people.length === 2)).toHaveLength(10)
    expect(list[0]).toMatchObject({ courtroom: 'Courtroom 2', plannedStartMs: 0 })
  })
})
