import { accreditationGrantRequest } from '@press-gallery/server/protocol/accreditation'
import { describe, expect, test } from 'vitest'
import { emptyGrant, grantOf, type GrantDraft } from './grant-draft.ts'

const toPool: GrantDraft = { ...emptyGrant, poolId: 'pool-1', hearingId: 'hearing-1', reason: ' A pool. ' }
const toPerson: GrantDraft = {
  ...emptyGrant,
  to: 'person',
  personId: 'person-1',
  of: 'court',
  from: '2026-11-25T00:00',
  until: '2026-12-25T00:00',
}

describe('grantOf()', () => {
  test.for([toPool, toPerson])('asks for what the server takes', (draft) => {
    const made = grantOf(draft)
    expect('request' in made && accreditationGrantRequest.safeParse(made.request).success).toBe(true)
  })

  test('names only what was chosen', () => {
    expect(grantOf({ ...toPool, personId: 'person-1', from: '2026-11-25T00:00' })).toEqual({
      request: { poolId: 'pool-1', hearingId: 'hearing-1', reason: 'A pool.' },
    })
  })

  test.for([
    [{ ...toPool, poolId: '' }, { poolId: 'pool' }],
    [{ ...toPool, hearingId: '' }, { hearingId: 'hearing' }],
    [{ ...toPerson, personId: '' }, { personId: 'person' }],
    [{ ...toPerson, from: '' }, { from: 'time' }],
    [{ ...toPerson, until: '2026-11-25T00:00' }, { until: 'untilBefore' }],
  ] as const)('asks to mend what is missing', ([draft, problems]) => {
    expect(grantOf(draft)).toEqual({ problems })
  })
})
