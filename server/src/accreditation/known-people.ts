import { language, type Language } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import { createPauses, inParts } from './in-parts.ts'

/** Somebody whom the store has under an e-mail address. */
export interface KnownPerson {
  id: string
  name: string
  cardNumber: string | null
  language: Language
  outletId: string | null
  outlet: string | null
  /** Has the role in this court, or in all. */
  isJournalistHere: boolean
  isMember: boolean
  /** Nothing but a journalist of this court: their particulars are this court's to change. */
  mayChange: boolean
}

/**
 * Who is known by these addresses (in lower case). `no_journalist`: somebody of a court's staff, or a journalist whose login is
 * another than the address and whom this court does not know: nobody to whom a file may give rights. `ambiguous`: several have it.
 */
export async function knownPeople(
  database: Database,
  { courtId, poolId, emails }: { courtId: string; poolId: string; emails: readonly string[] },
): Promise<Map<string, KnownPerson | 'ambiguous' | 'no_journalist'>> {
  const wanted = new Set(emails)
  const found = new Map<string, Row[]>()
  const pause = createPauses()
  for (const row of await peopleWith(database, emails)) {
    await pause()
    for (const address of new Set([row.login, row.email?.toLowerCase() ?? ''])) {
      if (wanted.has(address)) found.set(address, [...(found.get(address) ?? []), row])
    }
  }
  const ids = [...found.values()].flat().map(({ id }) => id)
  const roles = await rolesOf(database, ids)
  const members = new Set(
    (
      await database.selectFrom('pool_members').select('person_id').where('pool_id', '=', poolId).execute()
    ).map(({ person_id }) => person_id),
  )
  const known = new Map<string, KnownPerson | 'ambiguous' | 'no_journalist'>()
  for (const [address, [row, another]] of found) {
    if (row === undefined) continue
    await pause()
    const held = roles.get(row.id) ?? []
    const isJournalist = held.some(({ role }) => role === 'journalist')
    const isJournalistHere = held.some(
      ({ role, court_id }) => role === 'journalist' && (court_id === courtId || court_id === ''),
    )
    const isSameEverywhere = row.login === address && row.email?.toLowerCase() === address
    if (another !== undefined) known.set(address, 'ambiguous')
    else if (!isJournalistHere && !(isJournalist && isSameEverywhere)) known.set(address, 'no_journalist')
    else {
      known.set(address, {
        id: row.id,
        name: row.name,
        cardNumber: row.card_number,
        language: language.parse(row.language),
        outletId: row.outlet_id,
        outlet: row.outlet,
        isJournalistHere,
        isMember: members.has(row.id),
        mayChange: held.every(({ role, court_id }) => role === 'journalist' && court_id === courtId),
      })
    }
  }
  return known
}

const withOutlet = (database: Database) =>
  database
    .selectFrom('people')
    .leftJoin('outlets', 'outlets.id', 'people.outlet_id')
    .select([
      'people.id',
      'people.login',
      'people.email',
      'people.name',
      'people.card_number',
      'people.language',
      'people.outlet_id',
      'outlets.name as outlet',
    ])
    .where('people.removed_ms', 'is', null)

type Row = Awaited<ReturnType<ReturnType<typeof withOutlet>['execute']>>[number]

async function peopleWith(database: Database, emails: readonly string[]): Promise<Row[]> {
  const rows = new Map<string, Row>()
  await inParts(emails, async (part) => {
    const found = await withOutlet(database)
      .where((of) =>
        of.or([of('people.login', 'in', part), of(of.fn<string>('lower', ['people.email']), 'in', part)]),
      )
      .execute()
    for (const row of found) rows.set(row.id, row)
  })
  return [...rows.values()]
}

type Held = { role: string; court_id: string }

async function rolesOf(database: Database, personIds: readonly string[]): Promise<Map<string, Held[]>> {
  const byPerson = new Map<string, Held[]>()
  await inParts(personIds, async (part) => {
    const rows = await database.selectFrom('roles').selectAll().where('person_id', 'in', part).execute()
    for (const { person_id, ...held } of rows)
      byPerson.set(person_id, [...(byPerson.get(person_id) ?? []), held])
  })
  return byPerson
}
