import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { testCourt } from '../../test/test-court.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { importCourt } from '../court-import.ts'
import { rescheduleRequest, scheduleRequest } from '../protocol/desk.ts'
import { openTestStore, testEngines, type TestStore } from '../store/testing/stores.ts'
import { createCourts, type Courts } from './courts.ts'
import { createHearings } from './hearings.ts'
import { createSchedule, type Schedule } from './schedule.ts'

const nowMs = (): number => 1_800_000_000_000

/** `done`, or the code of what was thrown. */
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'done',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  )

const wanted = (more: object = {}) =>
  scheduleRequest.parse({ title: 'A case', caseNumber: '3/26', courtroomId: 'room-1', ...more })

describe.each(testEngines())('the schedule, on %s', (engine) => {
  let store: TestStore
  let schedule: Schedule
  let courts: Courts
  let changes: number

  beforeEach(async () => {
    store = await openTestStore(engine)
    const { database } = store
    const audit = createAuditLog(nowMs)
    const common = { database, audit, sealingKey: Buffer.alloc(32), nowMs }
    await importCourt(testCourt(), common)
    changes = 0
    schedule = createSchedule({ database, audit, nowMs, rightsChanged: () => void changes++ })
    courts = createCourts(database, audit)
    const names = { kk: 'B', ru: 'B', en: 'B' }
    await courts.create({ id: 'court-b', name: 'B', names, contact: '', sealRecipient: null }, 'admin')
    await courts.addCourtroom(
      { id: 'room-b', courtId: 'court-b', name: 'B1', source: { kind: 'test' } },
      'admin',
    )
  })
  afterEach(() => store.end())

  const personId = async (login: string): Promise<string> => {
    const query = store.database.selectFrom('people').select('id').where('login', '=', login)
    return (await query.executeTakeFirstOrThrow()).id
  }

  it('keeps what was planned, by planned time', async () => {
    const later = await schedule.plan('court-1', wanted({ plannedStartMs: 2000 }), 'press')
    const notes = { kk: 'қ', ru: 'р', en: 'e' }
    const first = await schedule.plan(
      'court-1',
      wanted({ plannedStartMs: 1000, languages: ['kk', 'ru'], notes, watermark: false }),
      'press',
    )
    expect(first).toMatchObject({ state: 'scheduled', version: 0, languages: ['kk', 'ru'], notes })
    expect(first.watermark).toBe(false)
    const hearings = createHearings(store.database)
    const list = await hearings.list({ courts: ['court-1'], overSinceMs: null })
    expect(list.map(({ id }) => id).slice(0, 2)).toEqual([first.id, later.id])
    expect(await hearings.list({ courts: ['court-b'], overSinceMs: null })).toEqual([])
  })

  it('takes nothing of another court, and nobody who is no journalist of this one', async () => {
    expect(await codeOf(schedule.plan('court-1', wanted({ courtroomId: 'room-b' }), 'press'))).toBe(
      'bad_request',
    )
    expect(await codeOf(schedule.plan('court-1', wanted({ poolId: 'no-pool' }), 'press'))).toBe('bad_request')
    for (const who of ['nobody', await personId('clerk')]) {
      const named = wanted({ audience: 'named', people: [await personId('journalist'), who] })
      expect(await codeOf(schedule.plan('court-1', named, 'press'))).toBe('bad_request')
    }
    const theirs = wanted({
      courtroomId: 'room-b',
      audience: 'named',
      people: [await personId('journalist')],
    })
    expect(await codeOf(schedule.plan('court-b', theirs, 'press'))).toBe('bad_request')
    const backwards = wanted({ plannedStartMs: 2, plannedEndMs: 1 })
    expect(await codeOf(schedule.plan('court-1', backwards, 'press'))).toBe('bad_request')
    const written = await store.database.selectFrom('audit_entries').select('kind').execute()
    expect(written.map(({ kind }) => kind)).not.toContain('hearing.scheduled')
  })

  it('changes only what is named, and tells that rights may have', async () => {
    const { id } = await schedule.plan('court-1', wanted({ judge: 'J.' }), 'press')
    const people = [await personId('journalist')]
    const change = rescheduleRequest.parse({ audience: 'named', people })
    expect(await schedule.change(id, change, 'press')).toMatchObject({ audience: 'named', judge: 'J.' })
    expect(await schedule.named(id)).toEqual(people)
    expect(changes).toBe(1)
  })

  it('moves a hearing to another courtroom only before it has begun, and changes nothing of one that is over', async () => {
    const { id } = await schedule.plan('court-1', wanted(), 'press')
    await schedule.change(id, { courtroomId: 'room-2' }, 'press')
    await store.database.updateTable('hearings').set({ state: 'live' }).where('id', '=', id).execute()
    expect(await codeOf(schedule.change(id, { courtroomId: 'room-1' }, 'press'))).toBe('not_in_this_state')
    expect(await codeOf(schedule.change(id, { title: 'B' }, 'press'))).toBe('done')
    await store.database.updateTable('hearings').set({ state: 'ended' }).where('id', '=', id).execute()
    expect(await codeOf(schedule.change(id, { title: 'C' }, 'press'))).toBe('not_in_this_state')
  })

  it('keeps a ground that orders name, when it leaves the list', async () => {
    const words = { kk: 'a', ru: 'b', en: 'c' }
    await courts.setGrounds('court-1', [{ id: 'minors', words, shown: false }], 'admin')
    expect((await courts.grounds('court-1')).map(({ id }) => id)).toEqual(['minors'])
    expect(await courts.ground('private-life')).toMatchObject({ id: 'private-life' })
    const stolen = courts.setGrounds('court-b', [{ id: 'minors', words, shown: true }], 'admin')
    expect(await codeOf(stolen)).toBe('taken')
  })

  it('changes a courtroom’s camera under way as well, says for which hearing, and not over somebody else’s change', async () => {
    await store.database
      .updateTable('hearings')
      .set({ state: 'live' })
      .where('id', '=', 'hearing-1')
      .execute()
    const replaces = { kind: 'rtsp', url: 'rtsp://127.0.0.1:9/off', hasLogin: false }
    const change = { source: { kind: 'test' } as const, replaces }
    await courts.changeCourtroom('room-1', change, 'admin')
    expect(await courts.courtroom('room-1')).toMatchObject({ source: { kind: 'test' } })
    expect(await codeOf(courts.changeCourtroom('room-1', change, 'admin'))).toBe('state_moved_on')
    const entry = await store.database
      .selectFrom('audit_entries')
      .selectAll()
      .where('kind', '=', 'courtroom.changed')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow()
    expect(entry).toMatchObject({ hearing_id: 'hearing-1', court_id: 'court-1' })
    expect(JSON.parse(entry.data)).toMatchObject({ courtroom: 'room-1', what: ['source'], source: 'test' })
  })
})
