import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPressCourt, type PressCourt } from '../accreditation/testing/press-court.ts'
import { testEngines } from '../store/testing/stores.ts'

const officer = 'officer-of-court-1'

describe.each(testEngines())('whom a hearing can be opened to, in %s', (engine) => {
  let court: PressCourt
  beforeEach(async () => {
    court = await openPressCourt(engine)
  })
  afterEach(() => court.store.end())

  it('is the court’s own pools and journalists, and of them no more than choosing needs', async () => {
    const outlet = await court.outlets.create('court-1', 'Daily', officer)
    const pool = await court.pools.create('court-1', 'Press', officer)
    await court.pools.create('court-2', 'Theirs', 'officer-of-court-2')
    await court.journalist('b', { email: 'b@press.example', card_number: 'KZ-17', outlet_id: outlet.id })
    await court.person('a', [{ role: 'journalist', courtId: null }])
    await court.person('elsewhere', [{ role: 'journalist', courtId: 'court-2' }])
    await court.person('clerk', [{ role: 'clerk', courtId: 'court-1' }])
    await court.journalist('gone')
    await court.database.updateTable('people').set({ removed_ms: 1 }).where('id', '=', 'gone').execute()
    expect(await court.audienceChoices('court-1')).toEqual({
      pools: [{ id: pool.id, name: 'Press' }],
      journalists: [
        { personId: 'a', name: 'a of the tests', outlet: '' },
        { personId: 'b', name: 'b of the tests', outlet: 'Daily' },
      ],
    })
  })
})
