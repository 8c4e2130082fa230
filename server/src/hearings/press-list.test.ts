import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPressCourt, nowMs, dayMs, type PressCourt } from '../accreditation/testing/press-court.ts'
import { createListedHearings } from '../access/listed-hearings.ts'
import type { SignedIn } from '../access/rights.ts'
import { createAuditLog } from '../audit/audit-log.ts'
import { earlierPage } from '../protocol/earlier.ts'
import type { HearingTable } from '../store/schema.ts'
import { counting, type Counting } from '../store/testing/counting.ts'
import { testEngines } from '../store/testing/stores.ts'
import { createCourts } from './courts.ts'
import { placeOf } from './earlier.ts'
import { createExplanations } from './explanations.ts'
import { createHearings } from './hearings.ts'
import { createPressList, type PressList } from './press-list.ts'
import { overHearing } from './testing/over-hearing.ts'

const pastMs = nowMs - 10 * dayMs

const past = (id: string, i: number, facts: Partial<HearingTable> = {}): HearingTable =>
  // Seven at each time, so that pages end among such.
  overHearing(id, pastMs - Math.floor(i / 7) * 1000, { courtroom_id: 'court-1-room', ...facts })

describe.each(testEngines())('the list of the press, on %s', (engine) => {
  let court: PressCourt
  let counted: Counting
  let list: PressList

  beforeEach(async () => {
    court = await openPressCourt(engine)
    // The rooms have cameras here, since lists read them.
    await court.database.updateTable('courtrooms').set({ source: '{"kind":"test"}' }).execute()
    counted = counting(court.database)
    const { database } = counted
    const store = { database, audit: createAuditLog(() => nowMs), nowMs: () => nowMs }
    list = createPressList({
      hearings: createHearings(database),
      courts: createCourts(database, store.audit),
      listed: createListedHearings(store),
      explanations: createExplanations(store),
      feedStatus: () => undefined,
      recordingState: () => 'stopped',
      nowMs: () => nowMs,
    })
  })
  afterEach(() => court.store.end())

  const add = (hearings: readonly HearingTable[]) =>
    court.database.insertInto('hearings').values(hearings).execute()
  const pagesOf = async (person: SignedIn): Promise<string[][]> => {
    const pages: string[][] = []
    let { earlier } = await list.now(person)
    while (earlier !== null) {
      const page = await list.earlier(person, placeOf(earlier))
      pages.push(page.hearings.map(({ id }) => id))
      expect(page.earlier).not.toBe(earlier)
      earlier = page.earlier
    }
    return pages
  }

  it('asks for as much in a court’s tenth year as in its first week', async () => {
    const journalist = await court.journalist('journalist')
    await court.hearing('live-now')
    await court.hearing('planned', 'accredited', { state: 'scheduled', startMs: nowMs + dayMs })
    await add([past('lately', 0, { since_ms: nowMs - 2 * dayMs })])
    counted.taken()
    const young = await list.now(journalist)
    const took = counted.taken()
    expect(young.hearings.map(({ id }) => id)).toEqual(['lately', 'live-now', 'planned'])
    await add(Array.from({ length: 400 }, (_, i) => past(`past-${i}`, i)))
    expect(await list.now(journalist)).toEqual(young)
    expect(counted.taken()).toEqual(took)
    expect(await list.idsNow(journalist)).toEqual(['lately', 'live-now', 'planned'])
  })

  it('asks for the grounds of closed sessions once, however many are closed', async () => {
    const clerk = await court.person('clerk', [{ role: 'clerk', courtId: 'court-1' }])
    const words = { kk: 'Құпия', ru: 'Тайна', en: 'A secret' }
    await court.database
      .insertInto('grounds')
      .values({ id: 'secret', court_id: 'court-1', words: JSON.stringify(words), shown: 1, position: 0 })
      .execute()
    const close = async (id: string): Promise<void> => {
      await court.hearing(id, 'accredited', { state: 'closed' })
      await court.database.updateTable('hearings').set({ ground_id: 'secret' }).where('id', '=', id).execute()
    }
    await close('closed-0')
    counted.taken()
    await list.now(clerk)
    const { statements } = counted.taken()
    for (let i = 1; i < 10; i++) await close(`closed-${i}`)
    const { hearings } = await list.now(clerk)
    expect(counted.taken().statements).toBe(statements)
    expect(hearings.map(({ standing }) => standing.ground?.en)).toEqual(Array(10).fill('A secret'))
  })

  it('pages what was over before: each hearing that somebody may know of once, and no other', async () => {
    const journalist = await court.journalist('journalist')
    const stranger = await court.journalist('stranger')
    const elsewhere = await court.person('elsewhere', [{ role: 'journalist', courtId: 'court-2' }])
    const clerk = await court.person('clerk', [{ role: 'clerk', courtId: 'court-1' }])
    const auditor = await court.person('auditor', [{ role: 'auditor', courtId: 'court-1' }])
    const all = Array.from({ length: 450 }, (_, i) =>
      past(`past-${(i * 7919) % 450}`, i, {
        // Long runs of what only those who are named may know of.
        audience: i % 150 < 30 ? 'accredited' : 'named',
        state: i % 5 === 0 ? 'cancelled' : 'ended',
      }),
    )
    const other = past('in-another-court', 3, { court_id: 'court-2', courtroom_id: 'court-2-room' })
    await add([...all, other])
    const named = all.filter(({ audience }, i) => audience === 'named' && i % 4 === 0)
    await court.database
      .insertInto('hearing_people')
      .values(named.map(({ id }) => ({ hearing_id: id, person_id: 'journalist' })))
      .execute()

    const open = all.filter(({ audience }) => audience === 'accredited').map(({ id }) => id)
    const expected = new Map<SignedIn, string[]>([
      [journalist, [...open, ...named.map(({ id }) => id)]],
      [stranger, open],
      [elsewhere, ['in-another-court']],
      [clerk, all.map(({ id }) => id)],
      [auditor, []],
    ])
    const times = new Map([...all, other].map(({ id, since_ms }) => [id, since_ms]))
    for (const [person, ids] of expected) {
      const pages = await pagesOf(person)
      const shown = pages.flat()
      expect(shown.toSorted()).toEqual(ids.toSorted())
      const since = shown.map((id) => times.get(id) ?? 0)
      expect(since).toEqual(since.toSorted((a, b) => b - a))
      expect(pages.slice(0, -1).every((page) => page.length === earlierPage)).toBe(true)
    }
  })

  it('says of what was over before, too, whether it may be watched', async () => {
    const journalist = await court.journalist('journalist')
    await add([past('granted', 0), past('not-granted', 1)])
    await court.accreditations.grant(
      'court-1',
      { personId: 'journalist', hearingId: 'granted', reason: '' },
      'officer-of-court-1',
    )
    const { hearings, earlier } = await list.earlier(journalist, placeOf(String(nowMs)))
    expect(hearings.map(({ id, mayWatch }) => [id, mayWatch])).toEqual([
      ['not-granted', false],
      ['granted', true],
    ])
    expect(earlier).toBeNull()
  })
})
