import { language, type Language, type RoleGrant } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import type { PersonTable } from '../store/schema.ts'
import type { CourtScope } from './rights.ts'
import { grantOf } from './role-grants.ts'

export interface Person {
  readonly personId: string
  readonly login: string
  readonly name: string
  readonly email: string | null
  readonly language: Language
  readonly outletId: string | null
  readonly cardNumber: string | null
  readonly grants: readonly RoleGrant[]
  /** argon2id; null until one has been chosen. */
  readonly passwordHash: string | null
  readonly totp: boolean
  readonly createdMs: number
}

type PeopleQuery = ReturnType<typeof selectPeople>
const selectPeople = (database: Database) =>
  database.selectFrom('people').selectAll().where('removed_ms', 'is', null)

/** The one whom the query is narrowed to; undefined also for somebody who was removed. */
export async function findPerson(
  database: Database,
  narrow: (query: PeopleQuery) => PeopleQuery,
): Promise<Person | undefined> {
  const row = await narrow(selectPeople(database)).executeTakeFirst()
  // Asked for nobody as well, so that an unknown login takes no less time.
  const grants = await grantsOf(database, [row?.id ?? ''])
  return row && personOf(row, grants.get(row.id) ?? [])
}

/** Undefined also where several have the address. */
export async function findByAddress(database: Database, email: string): Promise<Person | undefined> {
  const rows = await selectPeople(database)
    .where((row) => row(row.fn<string>('lower', ['email']), '=', email.toLowerCase()))
    .limit(2)
    .execute()
  const [only, another] = rows
  if (only === undefined || another !== undefined) return undefined
  return findPerson(database, (row) => row.where('id', '=', only.id))
}

/** By name; no devices. Those with a role in one of the courts, and with `alsoOfNone` those with none at all or in all courts. */
export async function listPeople(
  database: Database,
  courts: CourtScope,
  alsoOfNone: boolean,
): Promise<Person[]> {
  const reached = courts === 'all' ? null : [...courts, ...(alsoOfNone ? [''] : [])]
  if (reached?.length === 0) return []
  let query = selectPeople(database).where('id', 'not in', database.selectFrom('devices').select('person_id'))
  if (reached !== null) {
    const holders = database.selectFrom('roles').select('person_id').where('court_id', 'in', reached)
    const withRole = database.selectFrom('roles').select('person_id')
    query = query.where((person) =>
      alsoOfNone
        ? person.or([person('id', 'in', holders), person('id', 'not in', withRole)])
        : person('id', 'in', holders),
    )
  }
  const rows = await query.orderBy('name').orderBy('id').execute()
  const grants = await grantsOf(
    database,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => personOf(row, grants.get(row.id) ?? []))
}

async function grantsOf(database: Database, personIds: readonly string[]): Promise<Map<string, RoleGrant[]>> {
  const byPerson = new Map<string, RoleGrant[]>(personIds.map((id) => [id, []]))
  // Not as one list of parameters: databases take only so many.
  const rows = await database
    .selectFrom('roles')
    .selectAll()
    .$if(personIds.length < 500, (row) => row.where('person_id', 'in', [...personIds, '']))
    .orderBy('role')
    .orderBy('court_id')
    .execute()
  for (const row of rows) byPerson.get(row.person_id)?.push(grantOf(row))
  return byPerson
}

const personOf = (row: PersonTable, grants: readonly RoleGrant[]): Person => ({
  personId: row.id,
  login: row.login,
  name: row.name,
  email: row.email,
  language: language.parse(row.language),
  outletId: row.outlet_id,
  cardNumber: row.card_number,
  grants,
  passwordHash: row.password_hash,
  totp: row.totp_secret !== null,
  createdMs: row.created_ms,
})
