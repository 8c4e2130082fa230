import type { PersonSummary } from '../protocol/people.ts'
import type { Database } from '../store/open-store.ts'
import type { Person } from './person-records.ts'
import { grantsSeenBy, isOnlyOf, type Officer } from './people-rules.ts'

/** What an officer sees of people: nothing of other courts. */
export async function summariesOf(
  database: Database,
  officer: Officer,
  people: readonly Person[],
  nowMs: number,
): Promise<PersonSummary[]> {
  const passkeys = await database
    .selectFrom('passkeys')
    .select(({ fn }) => ['person_id', fn.countAll<number>().as('count')])
    .groupBy('person_id')
    .execute()
  const seen = await database
    .selectFrom('sessions')
    .select(({ fn }) => ['person_id', fn.max('seen_ms').as('seen_ms')])
    .where('kind', '=', 'session')
    .where('ends_ms', '>', Math.floor(nowMs))
    .groupBy('person_id')
    .execute()
  const passkeyCount = new Map(passkeys.map((row) => [row.person_id, row.count]))
  const seenMs = new Map(seen.map((row) => [row.person_id, row.seen_ms]))
  return people.map((person) => ({
    personId: person.personId,
    login: person.login,
    name: person.name,
    email: person.email,
    language: person.language,
    grants: grantsSeenBy(officer, person.grants),
    state: person.passwordHash === null && !passkeyCount.has(person.personId) ? 'invited' : 'active',
    totp: person.totp,
    passkeyCount: passkeyCount.get(person.personId) ?? 0,
    createdMs: person.createdMs,
    seenMs: seenMs.get(person.personId) ?? null,
    mayChange: isOnlyOf(officer, person),
    outletId: person.outletId,
    cardNumber: person.cardNumber,
  }))
}
