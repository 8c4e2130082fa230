import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  codeOf,
  dayMs,
  nowMs,
  openPressCourt,
  type PressCourt,
} from '../accreditation/testing/press-court.ts'
import type { AccreditationFilter } from '../protocol/accreditation.ts'
import { testEngines } from '../store/testing/stores.ts'
import { accreditationsOf, accreditationsOfPerson } from './accreditation-views.ts'
import type { SignedIn } from './rights.ts'

const officer = 'officer-of-court-1'
const asked = { reason: 'I report on it', cardNumber: '№ 7' }

describe.each(testEngines())('accreditations, in %s', (engine) => {
  let court: PressCourt
  let journalist: SignedIn
  beforeEach(async () => {
    court = await openPressCourt(engine, { mails: true })
    journalist = await court.journalist('journalist', { email: 'journalist@example.kz', card_number: '№ 9' })
    await court.hearing('hearing-1')
    await court.audited()
  })
  afterEach(() => court.store.end())

  const request = (person: SignedIn, hearingId = 'hearing-1') =>
    court.accreditations.request(person, hearingId, asked)
  const list = async (filter: AccreditationFilter) =>
    (await accreditationsOf(court.database, { courtId: 'court-1', filter })).accreditations
  const mayWatch = async (personId = 'journalist') =>
    (await court.rights.watchingAs(personId, 'hearing-1')) === 'journalist'
  const letters = () => court.seen.letters.map(({ to, subject }) => [to, subject])

  it('are asked for, granted, revoked and granted anew, each in the log and by mail', async () => {
    const id = await request(journalist)
    expect(await list('requested')).toEqual([
      {
        id,
        courtId: 'court-1',
        person: { id: 'journalist', name: 'journalist of the tests', outlet: '' },
        pool: null,
        hearing: { id: 'hearing-1', title: 'Hearing hearing-1', caseNumber: '2-hearing-1' },
        fromMs: null,
        untilMs: null,
        state: 'requested',
        reason: 'I report on it',
        cardNumber: '№ 7',
        askedMs: nowMs,
        decidedMs: null,
        decidedBy: null,
        decisionReason: '',
      },
    ])
    expect(await mayWatch()).toBe(false)

    const decide = (decision: 'grant' | 'refuse' | 'revoke', reason: string) =>
      court.accreditations.decide('court-1', id, { decision, reason }, officer)
    expect(await decide('grant', '')).toMatchObject({
      state: 'granted',
      decidedBy: 'officer-of-court-1 of the tests',
    })
    expect([await mayWatch(), court.seen.changes]).toEqual([true, 0])
    await decide('revoke', 'The card has ended')
    expect([await mayWatch(), court.seen.changes]).toEqual([false, 1])
    await decide('grant', 'A new card')
    expect(await mayWatch()).toBe(true)
    expect(await court.audited()).toEqual([
      'accreditation.requested',
      'accreditation.granted',
      'accreditation.revoked',
      'accreditation.granted',
    ])
    await expect.poll(letters).toEqual([
      ['journalist@example.kz', 'Press Gallery: you are accredited'],
      ['journalist@example.kz', 'Press Gallery: your accreditation was revoked'],
      ['journalist@example.kz', 'Press Gallery: you are accredited'],
    ])
    expect(court.seen.letters[1]?.text).toContain('The card has ended')
    expect(court.seen.letters[1]?.text).toContain(
      'Court: Court court-1\nHearing: 2-hearing-1 Hearing hearing-1',
    )
    const entries = await court.database.selectFrom('audit_entries').select('data').execute()
    expect(entries.map(({ data }) => data).join()).not.toMatch(/report on it|№|card has ended/)
  })

  it('are refused with a reason, and may be asked for again', async () => {
    const id = await request(journalist)
    await court.accreditations.decide('court-1', id, { decision: 'refuse', reason: 'No card' }, officer)
    expect(await mayWatch()).toBe(false)
    court.clock.nowMs += 1000
    const again = await request(journalist)
    expect(again).not.toBe(id)
    expect(await accreditationsOfPerson(court.database, 'journalist')).toMatchObject([
      { id: again, state: 'requested' },
      { id, state: 'refused', decisionReason: 'No card' },
    ])
    expect((await list('refused')).map(({ decisionReason }) => decisionReason)).toEqual(['No card'])
    expect((await list('all')).length).toBe(2)
  })

  it('are asked for once at a time, also by two requests at once', async () => {
    const codes = await Promise.all([codeOf(request(journalist)), codeOf(request(journalist))])
    expect(codes.toSorted()).toEqual(['done', 'taken'])
    expect(await codeOf(request(journalist))).toBe('taken')
    expect(await court.audited()).toEqual(['accreditation.requested'])
  })

  it('are asked for by nobody whose list does not show the hearing', async () => {
    const elsewhere = await court.person('elsewhere', [{ role: 'journalist', courtId: 'court-2' }])
    const auditor = await court.person('auditor', [{ role: 'auditor', courtId: 'court-1' }])
    const clerk = await court.person('clerk', [{ role: 'clerk', courtId: 'court-1' }])
    await court.hearing('named', 'named')
    await court.hearing('over', 'accredited', { state: 'ended' })
    expect([
      await codeOf(request(elsewhere)),
      await codeOf(request(auditor)),
      await codeOf(request(clerk)),
      await codeOf(request(journalist, 'named')),
      await codeOf(request(journalist, 'no-such-hearing')),
      await codeOf(request(journalist, 'over')),
    ]).toEqual(['refused', 'refused', 'taken', 'refused', 'refused', 'not_in_this_state'])
    await court.accreditations.grant(
      'court-1',
      { personId: 'journalist', hearingId: 'hearing-1', reason: '' },
      officer,
    )
    expect(await codeOf(request(journalist))).toBe('taken')
    const hearing = { id: 'hearing-1', courtId: 'court-1' }
    await court.ejections.eject(hearing, { personId: 'journalist', reason: 'technical' }, officer)
    expect(await codeOf(request(journalist))).toBe('refused')
  })

  it('are granted without a request: to a person, to a pool, for a hearing and for a time', async () => {
    const pool = await court.pools.create('court-1', 'Daily press', officer)
    await court.pools.add('court-1', pool.id, 'journalist', officer)
    const dates = { fromMs: nowMs - dayMs, untilMs: nowMs + dayMs }
    const granted = await court.accreditations.grant(
      'court-1',
      { poolId: pool.id, ...dates, reason: 'For the week' },
      officer,
    )
    expect(granted).toMatchObject({ person: null, pool: { id: pool.id, name: 'Daily press' }, ...dates })
    expect(await mayWatch()).toBe(true)
    expect(await accreditationsOfPerson(court.database, 'journalist')).toMatchObject([
      { pool: 'Daily press', hearing: null, state: 'granted', decisionReason: 'For the week' },
    ])
    await expect.poll(letters).toHaveLength(1)
    await court.pools.takeOut('court-1', pool.id, 'journalist', officer)
    expect([await mayWatch(), court.seen.changes]).toEqual([false, 1])

    const open = await request(journalist)
    const personal = { personId: 'journalist', hearingId: 'hearing-1', reason: '' }
    expect(await court.accreditations.grant('court-1', personal, officer)).toMatchObject({
      id: open,
      state: 'granted',
      cardNumber: '№ 7',
    })
    expect(await codeOf(court.accreditations.grant('court-1', personal, officer))).toBe('taken')
    expect(
      await codeOf(court.accreditations.grant('court-1', { poolId: pool.id, ...dates, reason: '' }, officer)),
    ).toBe('taken')
    expect((await list('granted')).length).toBe(2)
  })

  it('move by the decisions there are, and no other', async () => {
    const next: Record<string, string[]> = {}
    for (const [index, state] of ['requested', 'granted', 'refused', 'revoked'].entries()) {
      for (const decision of ['grant', 'refuse', 'revoke'] as const) {
        const id = `${state}-${decision}`
        await court.hearing(id)
        await court.database
          .insertInto('accreditations')
          .values({
            id,
            court_id: 'court-1',
            person_id: 'journalist',
            pool_id: null,
            hearing_id: id,
            from_ms: null,
            until_ms: null,
            state,
            reason: '',
            card_number: '',
            asked_ms: index,
            decided_by: null,
            decided_ms: null,
            decision_reason: '',
          })
          .execute()
        const code = await codeOf(
          court.accreditations.decide('court-1', id, { decision, reason: 'because' }, officer),
        )
        const now = (await list('all')).find((one) => one.id === id)?.state
        next[state] = [...(next[state] ?? []), code === 'done' ? (now ?? '') : code]
      }
    }
    expect(next).toEqual({
      requested: ['granted', 'refused', 'not_in_this_state'],
      granted: ['taken', 'not_in_this_state', 'revoked'],
      refused: ['granted', 'not_in_this_state', 'not_in_this_state'],
      revoked: ['granted', 'not_in_this_state', 'not_in_this_state'],
    })
  })

  it('are no other court’s to give, and to no other court’s people, pools or hearings', async () => {
    const id = await request(journalist)
    await court.person('elsewhere', [{ role: 'journalist', courtId: 'court-2' }])
    await court.hearing('hearing-2', 'accredited', { courtId: 'court-2' })
    const pool = await court.pools.create('court-2', 'Their pool', 'officer-of-court-2')
    await court.audited()
    const grant = (courtId: string, to: Record<string, string>) =>
      codeOf(court.accreditations.grant(courtId, { ...to, reason: '' }, officer))
    expect([
      await codeOf(court.accreditations.decide('court-2', id, { decision: 'refuse', reason: 'x' }, officer)),
      await grant('court-1', { personId: 'elsewhere', hearingId: 'hearing-1' }),
      await grant('court-1', { personId: 'officer-of-court-1', hearingId: 'hearing-1' }),
      await grant('court-1', { personId: 'journalist', hearingId: 'hearing-2' }),
      await grant('court-1', { poolId: pool.id, hearingId: 'hearing-1' }),
      await grant('court-2', { personId: 'journalist', hearingId: 'hearing-2' }),
      await grant('court-1', { personId: 'no-such-person', hearingId: 'hearing-1' }),
    ]).toEqual(Array(7).fill('refused'))
    expect(await list('granted')).toEqual([])
    expect(await court.audited()).toEqual([])
  })

  it('end by themselves when their time is over', async () => {
    const dates = { fromMs: nowMs, untilMs: nowMs + dayMs }
    await court.accreditations.grant('court-1', { personId: 'journalist', ...dates, reason: '' }, officer)
    court.start()
    court.clock.nowMs += dayMs
    expect([await mayWatch(), court.seen.changes]).toEqual([true, 0])
    court.clock.nowMs += 1
    expect(await mayWatch()).toBe(false)
    await expect.poll(() => court.seen.changes, { timeout: 10_000 }).toBe(1)
    court.stop()
  })
})
