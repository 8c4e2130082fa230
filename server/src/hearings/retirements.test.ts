import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { codeOf } from '../accreditation/testing/press-court.ts'
import { testCourt } from '../../test/test-court.ts'
import { createAuditLog, type AuditLog } from '../audit/audit-log.ts'
import { SettingsError } from '../config.ts'
import { importCourt } from '../court-import.ts'
import { rescheduleRequest, scheduleRequest } from '../protocol/desk.ts'
import type { HearingState } from '../protocol/hearing-state.ts'
import { openTestStore, testEngines, type TestStore } from '../store/testing/stores.ts'
import { createCourts, type Courts } from './courts.ts'
import { createDesk, type Desk } from './desk.ts'
import { createHearings } from './hearings.ts'
import { createRegion } from './region.ts'
import { createRetirements, type Retirements } from './retirements.ts'
import { createSchedule, type Schedule } from './schedule.ts'

const nowMs = (): number => 1_800_000_000_000
const admin = 'admin'
const idsOf = (rooms: readonly { id: string }[]): string[] => rooms.map(({ id }) => id)

describe.each(testEngines())('retiring courtrooms, in %s', (engine) => {
  let store: TestStore
  let audit: AuditLog
  let courts: Courts
  let schedule: Schedule
  let desk: Desk
  let retirements: Retirements

  beforeEach(async () => {
    store = await openTestStore(engine)
    const { database } = store
    audit = createAuditLog(nowMs)
    await imports()
    courts = createCourts(database, audit)
    schedule = createSchedule({ database, audit, nowMs, rightsChanged: () => undefined })
    const hearings = createHearings(database)
    const shown = { feedStatus: () => undefined, recordingState: () => 'stopped' as const }
    desk = createDesk({ database, courts, hearings, schedule, ...shown, nowMs })
    retirements = createRetirements({ database, audit, nowMs })
  })
  afterEach(() => store.end())

  const imports = () =>
    importCourt(testCourt(), { database: store.database, audit, sealingKey: Buffer.alloc(32), nowMs })
  const setState = (hearingId: string, state: HearingState) =>
    store.database.updateTable('hearings').set({ state }).where('id', '=', hearingId).execute()
  const kinds = async (): Promise<string[]> => {
    const rows = await store.database.selectFrom('audit_entries').select('kind').orderBy('seq').execute()
    return rows.map(({ kind }) => kind).filter((kind) => kind.startsWith('courtroom.'))
  }

  it.each(['scheduled', 'live', 'recess', 'closed'] as const)(
    'retires none in which a hearing is %s',
    async (state) => {
      await setState('hearing-2', state)
      expect(await codeOf(retirements.retire('room-2', admin))).toBe('in_use')
      expect(idsOf(await courts.courtrooms('court-1'))).toEqual(['room-1', 'room-2'])
      expect(await kinds()).toEqual([])
    },
  )

  it('takes one out of every choice, and keeps its name for what was held there', async () => {
    await setState('hearing-2', 'ended')
    await retirements.retire('room-2', admin)
    expect(idsOf(await courts.courtrooms())).toEqual(['room-1'])
    expect(await courts.courtroom('room-2')).toMatchObject({ name: 'Courtroom 2', retiredMs: nowMs() })
    const region = createRegion({
      database: store.database,
      feedStatus: () => undefined,
      recordingState: () => 'stopped',
      attendanceNow: () => null,
      isOnline: () => false,
      nowMs,
    })
    expect((await region.view('all')).courts.flatMap(({ courtrooms }) => idsOf(courtrooms))).toEqual([
      'room-1',
    ])
    const { hearings } = await desk.hearings('court-1')
    expect(hearings.find(({ id }) => id === 'hearing-2')?.courtroom).toBe('Courtroom 2')
  })

  it('lets nothing be planned there, until it is brought back', async () => {
    await setState('hearing-2', 'cancelled')
    await retirements.retire('room-2', admin)
    const wanted = scheduleRequest.parse({ title: 'A', caseNumber: '3', courtroomId: 'room-2' })
    const moved = rescheduleRequest.parse({ courtroomId: 'room-2' })
    expect(await codeOf(schedule.plan('court-1', wanted, admin))).toBe('courtroom_retired')
    expect(await codeOf(schedule.change('hearing-1b', moved, admin))).toBe('courtroom_retired')
    await retirements.bringBack('room-2', admin)
    expect(idsOf(await courts.courtrooms('court-1'))).toEqual(['room-1', 'room-2'])
    expect(await codeOf(schedule.change('hearing-1b', moved, admin))).toBe('done')
  })

  it('says who did it, once, and only of a courtroom that is there', async () => {
    await setState('hearing-2', 'ended')
    expect(await retirements.bringBack('room-2', admin)).toBe(false)
    expect(await retirements.retire('room-2', admin)).toBe(true)
    expect(await retirements.retire('room-2', admin)).toBe(false)
    expect(await retirements.bringBack('room-2', admin)).toBe(true)
    expect(await kinds()).toEqual(['courtroom.retired', 'courtroom.brought_back'])
    expect(await codeOf(retirements.retire('no-room', admin))).toBe('refused')
    expect(await codeOf(retirements.bringBack('no-room', admin))).toBe('refused')
  })

  it('stays so when the court is imported again, and an import plans nothing there', async () => {
    await setState('hearing-2', 'ended')
    await retirements.retire('room-2', admin)
    await imports()
    expect(idsOf(await courts.courtrooms('court-1'))).toEqual(['room-1'])
    await setState('hearing-2', 'scheduled')
    const said = await imports().catch((error: unknown) =>
      error instanceof SettingsError ? error.problems : [String(error)],
    )
    expect(said).toEqual([expect.stringMatching(/^hearing hearing-2: its courtroom room-2 is retired: /)])
  })
})
