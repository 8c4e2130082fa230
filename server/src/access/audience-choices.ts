import type { AudienceChoices } from '../protocol/accreditation.ts'
import type { Database } from '../store/open-store.ts'

/**
 * Whom a hearing of this court can be opened to: its pools and its journalists, as much of them as choosing needs. Who plans hearings
 * sees no addresses and no card numbers.
 */
export type ChoicesOf = (courtId: string) => Promise<AudienceChoices>

export const createAudienceChoices =
  (database: Database): ChoicesOf =>
  async (courtId) => {
    const [pools, journalists] = await Promise.all([
      database
        .selectFrom('pools')
        .select(['id', 'name'])
        .where('court_id', '=', courtId)
        .orderBy('name')
        .orderBy('id')
        .execute(),
      database
        .selectFrom('people')
        .leftJoin('outlets', 'outlets.id', 'people.outlet_id')
        .select(['people.id', 'people.name', 'outlets.name as outlet'])
        .where('people.removed_ms', 'is', null)
        .where(
          'people.id',
          'in',
          database
            .selectFrom('roles')
            .select('person_id')
            .where('role', '=', 'journalist')
            .where('court_id', 'in', [courtId, '']),
        )
        .orderBy('people.name')
        .orderBy('people.id')
        .execute(),
    ])
    return {
      pools,
      journalists: journalists.map(({ id, name, outlet }) => ({ personId: id, name, outlet: outlet ?? '' })),
    }
  }
