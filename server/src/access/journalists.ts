import { DomainError } from '../protocol/errors.ts'
import type { Database } from '../store/open-store.ts'

/** Those of these people who are journalists of a court: with the role in it, or in all courts, and not removed. */
export async function journalistsAmong(
  database: Database,
  courtId: string,
  personIds: readonly string[],
): Promise<Set<string>> {
  if (personIds.length === 0) return new Set()
  const rows = await database
    .selectFrom('people')
    .innerJoin('roles', 'roles.person_id', 'people.id')
    .select('people.id')
    .where('people.id', 'in', personIds)
    .where('people.removed_ms', 'is', null)
    .where('roles.role', '=', 'journalist')
    .where('roles.court_id', 'in', [courtId, ''])
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** Throws `refused` for everybody else, so that nobody is found out by guessing ids. */
export async function checkJournalist(database: Database, courtId: string, personId: string): Promise<void> {
  const found = await journalistsAmong(database, courtId, [personId])
  if (!found.has(personId)) throw new DomainError('refused', 'no journalist of this court')
}
