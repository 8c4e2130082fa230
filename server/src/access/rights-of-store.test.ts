import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayMs, nowMs, openPressCourt, type PressCourt } from '../accreditation/testing/press-court.ts'
import type { Audience } from '../protocol/api.ts'
import type { Role, RoleGrant } from '../protocol/identifiers.ts'
import type { AccreditationTable } from '../store/schema.ts'
import { testEngines } from '../store/testing/stores.ts'
import { listableOf } from './listed-hearings.ts'

const own = 'court-1'
const other = 'court-2'

/** What somebody is, and as what they may watch: of right, or as one of the audience. */
const held: Record<string, { grants: RoleGrant[]; asStaff: Role | null; inAudience: boolean }> = {
  nobody: { grants: [], asStaff: null, inAudience: false },
  journalist: { grants: [{ role: 'journalist', courtId: own }], asStaff: null, inAudience: true },
  'journalist of all': { grants: [{ role: 'journalist', courtId: null }], asStaff: null, inAudience: true },
  'journalist elsewhere': {
    grants: [{ role: 'journalist', courtId: other }],
    asStaff: null,
    inAudience: false,
  },
  technician: { grants: [{ role: 'technician', courtId: own }], asStaff: 'technician', inAudience: false },
  'technician elsewhere': {
    grants: [{ role: 'technician', courtId: other }],
    asStaff: null,
    inAudience: false,
  },
  'press officer of all': {
    grants: [{ role: 'press_officer', courtId: null }],
    asStaff: 'press_officer',
    inAudience: false,
  },
  coordinator: {
    grants: [{ role: 'judge_coordinator', courtId: own }],
    asStaff: 'judge_coordinator',
    inAudience: false,
  },
  'clerk and journalist': {
    grants: [
      { role: 'journalist', courtId: own },
      { role: 'clerk', courtId: own },
    ],
    asStaff: 'clerk',
    inAudience: true,
  },
  administrator: { grants: [{ role: 'administrator', courtId: null }], asStaff: null, inAudience: false },
  auditor: { grants: [{ role: 'auditor', courtId: own }], asStaff: null, inAudience: false },
  screen: { grants: [{ role: 'screen', courtId: own }], asStaff: 'screen', inAudience: false },
  bench: { grants: [{ role: 'bench', courtId: own }], asStaff: null, inAudience: false },
}

/** On what somebody stands, and which audiences it puts a journalist in. */
const claims: Record<string, Audience[]> = {
  'nothing at all': [],
  'granted to the hearing': ['accredited', 'court_pool'],
  'asked for the hearing': [],
  'refused to the hearing': [],
  'revoked from the hearing': [],
  'granted to another hearing': [],
  'granted to the court, now': ['accredited'],
  'granted to the court, from this moment': ['accredited'],
  'granted to the court, until this moment': ['accredited'],
  'granted to the court, over': [],
  'granted to the court, to come': [],
  'granted to the other court, now': [],
  'revoked from the court, now': [],
  'pool granted to the hearing': ['accredited'],
  'pool granted to the court, now': ['accredited'],
  'pool revoked from the court': [],
  'in the pool of the hearing': ['court_pool'],
  'in another pool': [],
  named: ['named'],
  'named in another hearing': [],
}

interface Somebody {
  id: string
  role: string
  claim: string
  ejected: boolean
}

const audiences: readonly Audience[] = ['accredited', 'court_pool', 'named']

describe.each(testEngines())('the rights to watch, in %s', (engine) => {
  let court: PressCourt
  const people: Somebody[] = []

  beforeAll(async () => {
    court = await openPressCourt(engine)
    const { database } = court
    for (const id of ['pool-hearing', 'pool-to-hearing', 'pool-to-court', 'pool-revoked', 'pool-other'])
      await database.insertInto('pools').values({ id, court_id: own, name: id }).execute()
    for (const audience of audiences)
      await court.hearing(`for-${audience}`.replace('_', '-'), audience, { poolId: 'pool-hearing' })
    await court.hearing('another')
    const row = {
      court_id: own,
      person_id: null,
      pool_id: null,
      hearing_id: null,
      from_ms: null,
      until_ms: null,
    }
    const base = { state: 'granted', reason: '', card_number: '', asked_ms: nowMs }
    const decided = { decided_by: 'officer-of-court-1', decided_ms: nowMs, decision_reason: '' }
    const always = { from_ms: nowMs - dayMs, until_ms: nowMs + dayMs }
    const accreditation = async (fields: Partial<AccreditationTable>) => {
      accreditations += 1
      const id = `accreditation-${accreditations}`
      await database
        .insertInto('accreditations')
        .values({ id, ...row, ...base, ...decided, ...fields })
        .execute()
    }
    let accreditations = 0
    const hearingIds = ['for-accredited', 'for-court-pool', 'for-named']
    for (const hearing_id of hearingIds) await accreditation({ pool_id: 'pool-to-hearing', hearing_id })
    await accreditation({ pool_id: 'pool-to-court', ...always })
    await accreditation({ pool_id: 'pool-revoked', ...always, state: 'revoked' })

    const member = (pool_id: string) => async (person_id: string) => {
      await database.insertInto('pool_members').values({ pool_id, person_id }).execute()
    }
    const toHearings = (state: string) => async (person_id: string) => {
      for (const hearing_id of hearingIds) await accreditation({ person_id, hearing_id, state })
    }
    const toCourt = (fields: Partial<AccreditationTable>) => (person_id: string) =>
      accreditation({ person_id, ...fields })
    const named = (ids: readonly string[]) => async (person_id: string) => {
      for (const hearing_id of ids)
        await database.insertInto('hearing_people').values({ hearing_id, person_id }).execute()
    }
    const arrange: Record<string, (personId: string) => Promise<void>> = {
      'granted to the hearing': toHearings('granted'),
      'asked for the hearing': toHearings('requested'),
      'refused to the hearing': toHearings('refused'),
      'revoked from the hearing': toHearings('revoked'),
      'granted to another hearing': toCourt({ hearing_id: 'another' }),
      'granted to the court, now': toCourt(always),
      'granted to the court, from this moment': toCourt({ from_ms: nowMs, until_ms: nowMs + 1 }),
      'granted to the court, until this moment': toCourt({ from_ms: nowMs - 1, until_ms: nowMs }),
      'granted to the court, over': toCourt({ from_ms: nowMs - dayMs, until_ms: nowMs - 1 }),
      'granted to the court, to come': toCourt({ from_ms: nowMs + 1, until_ms: nowMs + dayMs }),
      'granted to the other court, now': toCourt({ ...always, court_id: other }),
      'revoked from the court, now': toCourt({ ...always, state: 'revoked' }),
      'pool granted to the hearing': member('pool-to-hearing'),
      'pool granted to the court, now': member('pool-to-court'),
      'pool revoked from the court': member('pool-revoked'),
      'in the pool of the hearing': member('pool-hearing'),
      'in another pool': member('pool-other'),
      named: named(hearingIds),
      'named in another hearing': named(['another']),
    }
    const add = async ({ id, role, claim, ejected }: Somebody): Promise<void> => {
      await court.person(id, held[role]?.grants ?? [])
      await arrange[claim]?.(id)
      const out = { reason: 'technical', ejected_ms: nowMs, ejected_by: 'officer-of-court-1' }
      if (ejected)
        await database
          .insertInto('ejections')
          .values(hearingIds.map((hearing_id) => ({ hearing_id, person_id: id, ...out })))
          .execute()
    }
    for (const role of Object.keys(held))
      for (const claim of Object.keys(claims))
        for (const ejected of [false, true])
          people.push({ id: `person-${people.length}`, role, claim, ejected })
    await Promise.all(people.map(add))
  })
  afterAll(() => court.store.end())

  const everyHearing = async () =>
    (await court.database.selectFrom('hearings').selectAll().execute()).map(listableOf)

  it.each(audiences)('are as the table says for a hearing with the audience %s', async (audience) => {
    const hearingId = `for-${audience}`.replace('_', '-')
    const wrong: unknown[] = []
    const look = async ({ id, role, claim, ejected }: Somebody): Promise<void> => {
      const is = held[role]
      const asJournalist = is?.inAudience === true && claims[claim]?.includes(audience) === true && !ejected
      const expected = is?.asStaff ?? (asJournalist ? 'journalist' : null)
      const found = await court.rights.watchingAs(id, hearingId)
      if (found !== expected) wrong.push({ role, claim, ejected, found, expected })
    }
    await Promise.all(people.map(look))
    expect(wrong).toEqual([])
    expect(people.length).toBe(Object.keys(held).length * Object.keys(claims).length * 2)
  })

  it('are the same in the list as for each hearing', async () => {
    const wrong: unknown[] = []
    const hearings = await everyHearing()
    const look = async ({ id, role, claim, ejected }: Somebody): Promise<void> => {
      const list = await court.listed.listFor({ personId: id, grants: held[role]?.grants ?? [] }, hearings)
      for (const hearingId of ['for-accredited', 'for-court-pool', 'for-named', 'another']) {
        const mayWatch = (await court.rights.watchingAs(id, hearingId)) !== null
        const alone = await court.listed.listedTo(
          { personId: id, grants: held[role]?.grants ?? [] },
          hearingId,
        )
        if (
          (list.get(hearingId)?.mayWatch ?? false) !== mayWatch ||
          alone?.mayWatch !== list.get(hearingId)?.mayWatch
        )
          wrong.push({ role, claim, ejected, hearingId, mayWatch, alone })
      }
    }
    await Promise.all(people.map(look))
    expect(wrong).toEqual([])
  })

  it('are nobody’s who was removed, nor to a hearing that is not there', async () => {
    const staff = await court.person('staff', [{ role: 'clerk', courtId: null }])
    expect(await court.rights.watchingAs(staff.personId, 'for-named')).toBe('clerk')
    expect(await court.rights.watchingAs(staff.personId, 'no-such-hearing')).toBeNull()
    expect(await court.rights.watchingAs('no-such-person', 'for-named')).toBeNull()
    await court.database.updateTable('people').set({ removed_ms: nowMs }).where('id', '=', 'staff').execute()
    expect(await court.rights.watchingAs(staff.personId, 'for-named')).toBeNull()
  })

  it('list to a journalist what may be asked for, and how that stands', async () => {
    const list = async (claim: string, ejected = false) => {
      const found = people.find(
        (one) => one.role === 'journalist' && one.claim === claim && one.ejected === ejected,
      )
      const person = { personId: found?.id ?? '', grants: held['journalist']?.grants ?? [] }
      const listed = await court.listed.listFor(person, await everyHearing())
      return Object.fromEntries([...listed].map(([id, { request }]) => [id, request]))
    }
    expect(await list('nothing at all')).toEqual({ 'for-accredited': 'none', another: 'none' })
    expect(await list('asked for the hearing')).toEqual({ 'for-accredited': 'requested', another: 'none' })
    expect(await list('refused to the hearing')).toEqual({ 'for-accredited': 'refused', another: 'none' })
    expect(await list('revoked from the hearing')).toEqual({ 'for-accredited': 'revoked', another: 'none' })
    expect(await list('granted to the hearing', true)).toEqual({
      'for-accredited': 'revoked',
      'for-court-pool': 'revoked',
      another: 'none',
    })
    expect(await list('named')).toEqual({ 'for-accredited': 'none', 'for-named': 'none', another: 'none' })
    const elsewhere = await court.listed.listFor(
      { personId: 'person-0', grants: [{ role: 'journalist', courtId: other }] },
      await everyHearing(),
    )
    expect([...elsewhere]).toEqual([])
  })
})
