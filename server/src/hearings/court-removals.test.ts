import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  codeOf,
  dayMs,
  nowMs,
  openPressCourt,
  type PressCourt,
} from '../accreditation/testing/press-court.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { testEngines } from '../store/testing/stores.ts'
import { createCourtRemovals, type CourtRemovals } from './court-removals.ts'
import { createCourts, type Courts } from './courts.ts'

const officer = 'officer-of-court-1'
const admin = 'admin'
const room = (id: string) => ({ id, courtId: 'court-1', name: id, source: { kind: 'test' } as const })
const words = { kk: 'a', ru: 'b', en: 'c' }

describe.each(testEngines())('removing courts and courtrooms, in %s', (engine) => {
  let press: PressCourt
  let courts: Courts
  let removals: CourtRemovals

  beforeEach(async () => {
    press = await openPressCourt(engine)
    const audit = createAuditLog(() => nowMs)
    courts = createCourts(press.database, audit)
    removals = createCourtRemovals(press.database, audit)
    await press.audited()
  })
  afterEach(() => press.store.end())

  const roomsOf = async (courtId: string): Promise<string[]> => {
    const query = press.database.selectFrom('courtrooms').select('id').where('court_id', '=', courtId)
    return (await query.orderBy('position').orderBy('id').execute()).map(({ id }) => id)
  }
  const takeRoles = (courtId: string) =>
    press.database.deleteFrom('roles').where('court_id', '=', courtId).execute()

  it('takes a courtroom away that no hearing and no device names, and says so in the log', async () => {
    expect(await codeOf(removals.courtroom('court-1-room', admin))).toBe('done')
    expect([await roomsOf('court-1'), await roomsOf('court-2')]).toEqual([[], ['court-2-room']])
    expect(await codeOf(removals.courtroom('court-1-room', admin))).toBe('refused')
    expect(await press.audited()).toEqual(['courtroom.removed'])
  })

  it('keeps a courtroom for its hearings, over or not, and for a button on its bench', async () => {
    await press.hearing('over', 'accredited', { state: 'cancelled' })
    expect(await codeOf(removals.courtroom('court-1-room', admin))).toBe('in_use')
    await press.person('button', [{ role: 'bench', courtId: 'court-2' }])
    await press.database
      .insertInto('devices')
      .values({
        person_id: 'button',
        court_id: 'court-2',
        kind: 'bench',
        courtroom_id: 'court-2-room',
        settings: '{}',
        paired_ms: 0,
        paired_by: admin,
        seen_ms: 0,
      })
      .execute()
    expect(await codeOf(removals.courtroom('court-2-room', admin))).toBe('in_use')
    expect(await press.audited()).toEqual([])
  })

  it('adds a courtroom after the others, also where one before it was removed', async () => {
    await courts.addCourtroom(room('b'), admin)
    await courts.addCourtroom(room('c'), admin)
    await removals.courtroom('court-1-room', admin)
    await courts.addCourtroom(room('a'), admin)
    expect(await roomsOf('court-1')).toEqual(['b', 'c', 'a'])
  })

  it('takes a court away with all that hangs on it, once nobody and no courtroom is left', async () => {
    const outlet = await press.outlets.create('court-1', 'Daily', officer)
    const pool = await press.pools.create('court-1', 'Press', officer)
    await press.journalist('gone', { outlet_id: outlet.id })
    await press.pools.add('court-1', pool.id, 'gone', officer)
    await courts.setGrounds('court-1', [{ id: 'minors', words, shown: true }], admin)
    await press.undertakings.change('court-1', words, admin)
    expect(await codeOf(removals.court('court-1', admin))).toBe('in_use')
    await removals.courtroom('court-1-room', admin)
    expect(await codeOf(removals.court('court-1', admin))).toBe('in_use')
    await takeRoles('court-1')
    expect(await codeOf(removals.court('court-1', admin))).toBe('in_use')
    await press.database.updateTable('people').set({ removed_ms: 1 }).where('id', '=', 'gone').execute()
    await press.audited()
    expect(await codeOf(removals.court('court-1', admin))).toBe('done')
    expect((await courts.list()).map(({ id }) => id)).toEqual(['court-2'])
    for (const table of ['outlets', 'pools', 'pool_members', 'grounds', 'undertakings'] as const)
      expect([table, await press.database.selectFrom(table).selectAll().execute()]).toEqual([table, []])
    expect(await press.audited()).toEqual(['court.removed'])
    expect(await codeOf(removals.court('court-1', admin))).toBe('refused')
  })

  it('keeps a court where somebody was accredited, whatever became of it', async () => {
    await press.journalist('journalist')
    const { id } = await press.accreditations.grant(
      'court-1',
      { personId: 'journalist', fromMs: nowMs, untilMs: nowMs + dayMs, reason: '' },
      officer,
    )
    await press.accreditations.decide('court-1', id, { decision: 'revoke', reason: 'A mistake' }, officer)
    await removals.courtroom('court-1-room', admin)
    await takeRoles('court-1')
    expect(await codeOf(removals.court('court-1', admin))).toBe('in_use')
  })
})
