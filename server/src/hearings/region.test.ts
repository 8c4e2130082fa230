import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testCourt } from '../../test/test-court.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { importCourt } from '../court-import.ts'
import { regionAnswer } from '../protocol/workplaces.ts'
import { openTestStore, testEngines, type TestStore } from '../store/testing/stores.ts'
import { createCourts } from './courts.ts'
import { createRegion, type AttendanceCounts, type Region } from './region.ts'

const nowMs = (): number => 1_800_000_000_000
const hourMs = 3_600_000

describe.each(testEngines())('the region, on %s', (engine) => {
  let store: TestStore
  let region: Region
  let counts: AttendanceCounts | null
  const plan = (id: string, values: { state?: string; planned_start_ms?: number | null; version?: number }) =>
    store.database.updateTable('hearings').set(values).where('id', '=', id).execute()
  const courtroom = async (id: string) =>
    (await region.view('all')).courts.flatMap(({ courtrooms }) => courtrooms).find((room) => room.id === id)

  beforeEach(async () => {
    store = await openTestStore(engine)
    const { database } = store
    const audit = createAuditLog(nowMs)
    await importCourt(testCourt(), { database, audit, sealingKey: Buffer.alloc(32), nowMs })
    const courts = createCourts(database, audit)
    const names = { kk: 'Б', ru: 'Б', en: 'B' }
    await courts.create({ id: 'court-b', name: 'B', names, contact: '', sealRecipient: null }, 'admin')
    await courts.addCourtroom(
      { id: 'room-b', courtId: 'court-b', name: 'B1', source: { kind: 'test' } },
      'admin',
    )
    counts = null
    region = createRegion({
      database,
      feedStatus: () => undefined,
      recordingState: () => 'recording',
      attendanceNow: () => counts,
      isOnline: (id) => id === 'screen-1',
      nowMs,
    })
  })
  afterEach(() => store.end())

  it('tells of every courtroom of the courts of whoever asks, and of no other', async () => {
    const all = regionAnswer.parse(await region.view('all'))
    expect(all.courts.map(({ id, courtrooms }) => [id, courtrooms.map((room) => room.id)])).toEqual([
      ['court-1', ['room-1', 'room-2']],
      ['court-b', ['room-b']],
    ])
    const one = await region.view(['court-b'])
    expect(one.courts.map(({ id }) => id)).toEqual(['court-b'])
    expect((await region.view([])).courts).toEqual([])
  })

  it('shows what is under way, else what comes next today', async () => {
    expect((await courtroom('room-1'))?.hearing).toBe(null)
    await plan('hearing-1', { planned_start_ms: nowMs() + 2 * hourMs })
    await plan('hearing-1b', { planned_start_ms: nowMs() + hourMs })
    expect((await courtroom('room-1'))?.hearing?.id).toBe('hearing-1b')
    await plan('hearing-1b', { planned_start_ms: nowMs() + 48 * hourMs })
    expect((await courtroom('room-1'))?.hearing?.id).toBe('hearing-1')
    await plan('hearing-1b', { state: 'recess', version: 2 })
    counts = { watching: 3, seeing: 2, hearing: 1, alarm: 'some_hear_nothing' }
    expect((await courtroom('room-1'))?.hearing).toMatchObject({
      id: 'hearing-1b',
      standing: { state: 'recess', version: 2, ground: null },
      recording: 'recording',
      ...counts,
    })
  })

  it('tells the ground of a closed session only where the court lets the press know', async () => {
    const closed = { state: 'closed', ground_id: 'private-life' }
    await store.database.updateTable('hearings').set(closed).where('id', '=', 'hearing-2').execute()
    const shows = (shown: number) => store.database.updateTable('grounds').set({ shown }).execute()
    await shows(1)
    expect((await courtroom('room-2'))?.hearing?.standing.ground?.en).toBe('Private life')
    await shows(0)
    expect((await courtroom('room-2'))?.hearing?.standing.ground).toBe(null)
  })

  it('counts the displays of a court, and those that are there', async () => {
    const [person] = await store.database.selectFrom('people').selectAll().limit(1).execute()
    if (person === undefined) throw new TypeError('nobody is there')
    for (const [id, kind, removed_ms] of [
      ['screen-1', 'screen', null],
      ['screen-2', 'screen', null],
      ['screen-gone', 'screen', 1],
      ['bench-1', 'bench', null],
    ] as const) {
      await store.database
        .insertInto('people')
        .values({ ...person, id, login: id, removed_ms })
        .execute()
      await store.database
        .insertInto('devices')
        .values({
          person_id: id,
          court_id: 'court-1',
          kind,
          courtroom_id: null,
          settings: '{}',
          paired_ms: 0,
          paired_by: person.id,
          seen_ms: 0,
        })
        .execute()
    }
    const { courts } = await region.view('all')
    expect(courts.map(({ screens }) => screens)).toEqual([
      { all: 2, online: 1 },
      { all: 0, online: 0 },
    ])
  })
})
