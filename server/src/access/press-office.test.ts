import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { codeOf, openPressCourt, type PressCourt } from '../accreditation/testing/press-court.ts'
import { testEngines } from '../store/testing/stores.ts'

const officer = 'officer-of-court-1'
const text = (words: string) => ({ kk: words, ru: words, en: words })

describe.each(testEngines())('the press office, in %s', (engine) => {
  let court: PressCourt
  beforeEach(async () => {
    court = await openPressCourt(engine)
    await court.journalist('journalist')
    await court.person('elsewhere', [{ role: 'journalist', courtId: 'court-2' }])
    await court.audited()
  })
  afterEach(() => court.store.end())

  it('keeps outlets, and who belongs to them', async () => {
    const { outlets } = court
    const { id } = await outlets.create('court-1', 'Daily', officer)
    const weekly = await outlets.create('court-1', 'Weekly', officer)
    expect(await codeOf(outlets.create('court-1', 'Daily', officer))).toBe('taken')
    expect(await codeOf(outlets.create('court-2', 'Daily', officer))).toBe('done')
    expect(await codeOf(outlets.rename('court-1', weekly.id, 'Daily', officer))).toBe('taken')
    await outlets.place('court-1', id, 'journalist', officer)
    expect(await outlets.rename('court-1', id, 'Daily Herald', officer)).toEqual({
      id,
      name: 'Daily Herald',
      journalists: 1,
    })
    expect(await codeOf(outlets.remove('court-1', id, officer))).toBe('in_use')
    expect([
      await codeOf(outlets.place('court-1', id, 'elsewhere', officer)),
      await codeOf(outlets.place('court-1', id, officer, officer)),
      await codeOf(outlets.place('court-2', id, 'elsewhere', officer)),
      await codeOf(outlets.rename('court-2', id, 'Ours', officer)),
      await codeOf(outlets.remove('court-2', id, officer)),
      await codeOf(outlets.takeOut('court-1', weekly.id, 'journalist', officer)),
    ]).toEqual(Array(6).fill('refused'))
    await outlets.takeOut('court-1', id, 'journalist', officer)
    await outlets.remove('court-1', id, officer)
    expect(await outlets.list('court-1')).toEqual([{ id: weekly.id, name: 'Weekly', journalists: 0 }])
    expect(await court.audited()).toEqual([
      'outlet.created',
      'outlet.created',
      'outlet.created',
      'outlet.journalist_placed',
      'outlet.renamed',
      'outlet.journalist_taken_out',
      'outlet.removed',
    ])
  })

  it('keeps pools, and who is in them', async () => {
    const { pools } = court
    const { id } = await pools.create('court-1', 'Daily press', officer)
    expect(await codeOf(pools.create('court-1', 'Daily press', officer))).toBe('taken')
    await pools.add('court-1', id, 'journalist', officer)
    await pools.add('court-1', id, 'journalist', officer)
    expect(await pools.rename('court-1', id, 'Press', officer)).toEqual({ id, name: 'Press', members: 1 })
    expect([
      await codeOf(pools.add('court-1', id, 'elsewhere', officer)),
      await codeOf(pools.add('court-1', id, 'no-such-person', officer)),
      await codeOf(pools.add('court-2', id, 'elsewhere', officer)),
      await codeOf(pools.members('court-2', id)),
      await codeOf(pools.takeOut('court-2', id, 'journalist', officer)),
      await codeOf(pools.takeOut('court-1', id, 'elsewhere', officer)),
      await codeOf(pools.rename('court-2', id, 'Ours', officer)),
      await codeOf(pools.remove('court-2', id, officer)),
    ]).toEqual(Array(8).fill('refused'))

    await court.hearing('hearing-1', 'court_pool', { poolId: id })
    expect(await court.rights.watchingAs('journalist', 'hearing-1')).toBe('journalist')
    expect(await codeOf(pools.remove('court-1', id, officer))).toBe('in_use')
    expect(court.seen.changes).toBe(0)
    await pools.takeOut('court-1', id, 'journalist', officer)
    expect([await court.rights.watchingAs('journalist', 'hearing-1'), court.seen.changes]).toEqual([null, 1])
    await court.database.deleteFrom('hearings').execute()
    await pools.remove('court-1', id, officer)
    expect(await pools.list('court-1')).toEqual([])
    expect(await court.audited()).toEqual([
      'pool.created',
      'pool.member_added',
      'pool.renamed',
      'pool.member_taken_out',
      'pool.removed',
    ])
  })

  it('wants its undertaking accepted anew with each version', async () => {
    const { undertakings } = court
    await court.hearing('hearing-1', 'named')
    const named = { hearing_id: 'hearing-1', person_id: 'journalist' }
    await court.database.insertInto('hearing_people').values(named).execute()
    const clerk = await court.person('clerk', [{ role: 'clerk', courtId: 'court-1' }])
    const ask = () => undertakings.ofHearing('journalist', 'hearing-1')
    expect(await undertakings.needed('journalist', 'court-1')).toBe(false)
    expect(await ask()).toEqual({ undertaking: null, accepted: true })

    const first = await undertakings.change('court-1', text('No recording'), officer)
    expect(await ask()).toEqual({ undertaking: first, accepted: false })
    expect(await undertakings.needed('journalist', 'court-1')).toBe(true)
    expect(await undertakings.needed('journalist', 'court-2')).toBe(false)
    expect((await undertakings.ofHearing(clerk.personId, 'hearing-1')).accepted).toBe(true)
    await undertakings.accept('journalist', 'hearing-1', 1)
    await undertakings.accept('journalist', 'hearing-1', 1)
    expect((await ask()).accepted).toBe(true)

    await undertakings.change('court-1', text('No recording, no screenshots'), officer)
    expect(await undertakings.needed('journalist', 'court-1')).toBe(true)
    expect([
      await codeOf(undertakings.accept('journalist', 'hearing-1', 1)),
      await codeOf(undertakings.accept('journalist', 'hearing-1', 3)),
      await codeOf(undertakings.accept('elsewhere', 'hearing-1', 2)),
      await codeOf(undertakings.ofHearing('elsewhere', 'hearing-1')),
      await codeOf(undertakings.ofHearing('journalist', 'no-such-hearing')),
    ]).toEqual(['state_moved_on', 'state_moved_on', 'refused', 'refused', 'refused'])
    await undertakings.change('court-1', text(' '), officer)
    expect(await ask()).toEqual({ undertaking: null, accepted: true })
    expect(await court.audited()).toEqual([
      'undertaking.changed',
      'undertaking.accepted',
      'undertaking.changed',
      'undertaking.changed',
    ])
  })

  it('puts a journalist out of one hearing, with a reason, and lets them in again', async () => {
    const hearing = { id: 'hearing-1', courtId: 'court-1' }
    const dates = { fromMs: 0, untilMs: 8_000_000_000_000 }
    await court.hearing('hearing-1')
    await court.hearing('hearing-2')
    await court.person('clerk', [{ role: 'clerk', courtId: 'court-1' }])
    await court.accreditations.grant('court-1', { personId: 'journalist', ...dates, reason: '' }, officer)
    await court.audited()
    const out = { personId: 'journalist', reason: 'undertaking_broken' } as const
    await court.ejections.eject(hearing, out, officer)
    // Told before rights are asked for anew, and once.
    await court.ejections.eject(hearing, { ...out, reason: 'technical' }, officer)
    expect(court.seen.ejected).toEqual(['hearing-1 journalist undertaking_broken 0'])
    expect(court.seen.changes).toBe(1)
    expect([
      await court.rights.watchingAs('journalist', 'hearing-1'),
      await court.rights.watchingAs('journalist', 'hearing-2'),
      await court.ejections.reasonFor('hearing-1', 'journalist'),
    ]).toEqual([null, 'journalist', 'undertaking_broken'])
    expect(await court.ejections.list('hearing-1')).toMatchObject([
      { personId: 'journalist', reason: 'undertaking_broken', ejectedBy: 'officer-of-court-1 of the tests' },
    ])
    expect([
      await codeOf(court.ejections.eject(hearing, { ...out, personId: 'clerk' }, officer)),
      await codeOf(court.ejections.eject(hearing, { ...out, personId: 'elsewhere' }, officer)),
      await codeOf(court.ejections.eject(hearing, { ...out, personId: 'no-such-person' }, officer)),
      await codeOf(court.ejections.letIn(hearing, 'elsewhere', officer)),
    ]).toEqual(Array(4).fill('refused'))
    await court.ejections.letIn(hearing, 'journalist', officer)
    expect(await court.rights.watchingAs('journalist', 'hearing-1')).toBe('journalist')
    expect(await court.audited()).toEqual(['ejection.made', 'ejection.lifted'])
  })
})
