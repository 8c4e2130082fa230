import type { AuditLog } from '../audit/audit-log.ts'
import { DomainError } from '../protocol/errors.ts'
import { language, role, type Language, type RoleGrant } from '../protocol/identifiers.ts'
import type { Database, Write } from '../store/open-store.ts'
import type { PersonTable, RoleTable } from '../store/schema.ts'
import { newId } from './new-id.ts'
import type { RightsChanges } from './rights-changes.ts'
import type { CourtScope } from './rights.ts'
import { isPaired } from './session-rows.ts'
import type { Sessions } from './sessions.ts'

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

export interface NewPerson {
  /** Kept in lower case. */
  login: string
  name: string
  email?: string | null
  language: Language
  grants: readonly RoleGrant[]
  outletId?: string | null
  cardNumber?: string | null
  /** As `hashPassword` makes it; without one the person is invited by a link. */
  passwordHash?: string | null
}

export interface PersonChange {
  name?: string | undefined
  email?: string | null | undefined
  language?: Language | undefined
}

/**
 * Who there is, and what they are to which court. Judges nothing: whether somebody may do this to somebody is asked of
 * `people-rules.ts` before. `actorId` is who does it; null for a command or the server itself.
 */
export interface People {
  /** Undefined also for somebody who was removed. */
  find(personId: string): Promise<Person | undefined>
  findByLogin(login: string): Promise<Person | undefined>
  /** Undefined also where several have the address. */
  findByEmail(email: string): Promise<Person | undefined>
  /**
   * The courts that somebody is of, for a permission to reach to: `''` with a role in all courts, or none. Empty: no such person, or
   * a device, which is nobody's to manage as a person.
   */
  courtsOf(personId: string): Promise<string[]>
  /** Those with a role in one of the courts (`all`: everybody), and with `alsoOfNone` those of none in particular, as in `courtsOf`. No devices. */
  list(courts: CourtScope, alsoOfNone: boolean): Promise<Person[]>
  /** Throws `taken` where the login is somebody's, `bad_request` for a court that is not there. */
  create(person: NewPerson, actorId: string | null): Promise<Person>
  createIn(write: Write, person: NewPerson, actorId: string | null): Promise<string>
  /** Changes, gives and takes in one transaction. Throws `not_found`. */
  change(
    personId: string,
    change: PersonChange & { give?: readonly RoleGrant[]; take?: readonly RoleGrant[] },
    actorId: string | null,
  ): Promise<Person>
  /** Gone at once: roles, sessions, keys and links with it. The row stays, since the audit log names it; the login is free again. */
  remove(personId: string, actorId: string | null): Promise<void>
  /** `remove` in a transaction that takes more away; call `tellRemoved` once it is done. */
  removeIn(write: Write, personId: string, actorId: string | null): Promise<void>
  tellRemoved(personId: string): void
}

export interface PeopleOptions {
  database: Database
  audit: AuditLog
  sessions: Pick<Sessions, 'endAllIn' | 'tellEnded'>
  rightsChanges: Pick<RightsChanges, 'changed'>
  nowMs: () => number
}

/** In the roles table `''` stands for all courts. */
const courtColumn = (courtId: string | null): string => courtId ?? ''

export const grantOf = (row: Pick<RoleTable, 'role' | 'court_id'>): RoleGrant => ({
  role: role.parse(row.role),
  courtId: row.court_id === '' ? null : row.court_id,
})

/** For the log: roles stand as `clerk@court-1`, in all courts as `clerk@*`. */
const spelt = ({ role: name, courtId }: RoleGrant): string => `${name}@${courtId ?? '*'}`

export function createPeople({ database, audit, sessions, rightsChanges, nowMs }: PeopleOptions): People {
  const find = (personId: string) => findOne(database, (row) => row.where('id', '=', personId))

  const createIn = async (write: Write, person: NewPerson, actorId: string | null): Promise<string> => {
    const personId = newId('person')
    const { numInsertedOrUpdatedRows } = await write
      .insertInto('people')
      .values({
        id: personId,
        login: person.login.toLowerCase(),
        name: person.name,
        email: person.email ?? null,
        language: person.language,
        outlet_id: person.outletId ?? null,
        card_number: person.cardNumber ?? null,
        password_hash: person.passwordHash ?? null,
        totp_secret: null,
        totp_last_step: null,
        calendar_hash: null,
        created_ms: Math.floor(nowMs()),
        removed_ms: null,
      })
      .onConflict((conflict) => conflict.column('login').doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows !== 1n) throw new DomainError('taken', 'the login is somebody’s')
    await audit.append(write, { kind: 'person.created', actorId, people: { personId } })
    await give(write, personId, person.grants, actorId)
    return personId
  }

  const logRole = (
    write: Write,
    kind: 'role.granted' | 'role.taken',
    personId: string,
    grant: RoleGrant,
    actorId: string | null,
  ): Promise<void> =>
    audit.append(write, {
      kind,
      courtId: grant.courtId,
      actorId,
      data: { role: spelt(grant) },
      people: { personId },
    })

  const give = async (
    write: Write,
    personId: string,
    grants: readonly RoleGrant[],
    actorId: string | null,
  ) => {
    for (const grant of grants) {
      await checkCourt(write, grant.courtId)
      const { numInsertedOrUpdatedRows } = await write
        .insertInto('roles')
        .values({ person_id: personId, role: grant.role, court_id: courtColumn(grant.courtId) })
        .onConflict((conflict) => conflict.columns(['person_id', 'role', 'court_id']).doNothing())
        .executeTakeFirstOrThrow()
      if (numInsertedOrUpdatedRows !== 1n) continue
      await logRole(write, 'role.granted', personId, grant, actorId)
    }
  }

  const take = async (
    write: Write,
    personId: string,
    grants: readonly RoleGrant[],
    actorId: string | null,
  ) => {
    for (const grant of grants) {
      const { numDeletedRows } = await write
        .deleteFrom('roles')
        .where('person_id', '=', personId)
        .where('role', '=', grant.role)
        .where('court_id', '=', courtColumn(grant.courtId))
        .executeTakeFirstOrThrow()
      if (numDeletedRows === 0n) continue
      await logRole(write, 'role.taken', personId, grant, actorId)
    }
  }

  const removeIn = async (write: Write, personId: string, actorId: string | null): Promise<void> => {
    const person = await write
      .updateTable('people')
      .set({
        // Free for somebody else; `removed-` can't be chosen as a login of one's own, for its capital.
        login: `REMOVED-${personId}`,
        email: null,
        password_hash: null,
        totp_secret: null,
        totp_last_step: null,
        calendar_hash: null,
        removed_ms: Math.floor(nowMs()),
      })
      .where('id', '=', personId)
      .where('removed_ms', 'is', null)
      .executeTakeFirstOrThrow()
    if (person.numUpdatedRows !== 1n) throw new DomainError('not_found', 'no such person')
    const grants = await write
      .deleteFrom('roles')
      .where('person_id', '=', personId)
      .returning(['role', 'court_id'])
      .execute()
    for (const table of ['passkeys', 'recovery_codes', 'one_time_links', 'pool_members'] as const) {
      await write.deleteFrom(table).where('person_id', '=', personId).execute()
    }
    await sessions.endAllIn(write, personId, { actorId, devicesToo: true })
    for (const grant of grants) await logRole(write, 'role.taken', personId, grantOf(grant), actorId)
    await audit.append(write, { kind: 'person.removed', actorId, people: { personId } })
  }
  const tellRemoved = (personId: string): void => {
    sessions.tellEnded({ personId, sessionId: null })
    rightsChanges.changed()
  }

  return {
    find,
    findByLogin: (login) => findOne(database, (row) => row.where('login', '=', login.toLowerCase())),
    async findByEmail(email) {
      const rows = await database
        .selectFrom('people')
        .select('id')
        .where((row) => row(row.fn<string>('lower', ['email']), '=', email.toLowerCase()))
        .where('removed_ms', 'is', null)
        .limit(2)
        .execute()
      const [only, another] = rows
      return only === undefined || another !== undefined ? undefined : find(only.id)
    },
    async courtsOf(personId) {
      const person = await find(personId)
      if (person === undefined || (await isPaired(database, personId))) return []
      const courts = new Set(person.grants.map(({ courtId }) => courtColumn(courtId)))
      return courts.size === 0 ? [''] : [...courts]
    },
    async list(courts, alsoOfNone) {
      const reached = courts === 'all' ? null : [...courts, ...(alsoOfNone ? [''] : [])]
      if (reached?.length === 0) return []
      let query = selectPeople(database)
        .where('removed_ms', 'is', null)
        .where('id', 'not in', database.selectFrom('devices').select('person_id'))
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
      const ids = rows.map(({ id }) => id)
      const grants = await grantsOf(database, ids)
      return rows.map((row) => personOf(row, grants.get(row.id) ?? []))
    },
    async create(person, actorId) {
      const personId = await database.transaction().execute((write) => createIn(write, person, actorId))
      return known(await find(personId))
    },
    createIn,
    async change(personId, { give: given = [], take: taken = [], ...change }, actorId) {
      await database.transaction().execute(async (write) => {
        await changeFacts(write, personId, change)
        const changed = Object.entries(change).flatMap(([key, value]) => (value === undefined ? [] : [key]))
        if (changed.length > 0) {
          await audit.append(write, {
            kind: 'person.changed',
            actorId,
            data: { changed },
            people: { personId },
          })
        }
        await give(write, personId, given, actorId)
        await take(write, personId, taken, actorId)
      })
      if (taken.length > 0) rightsChanges.changed()
      return known(await find(personId))
    },
    async remove(personId, actorId) {
      await database.transaction().execute((write) => removeIn(write, personId, actorId))
      tellRemoved(personId)
    },
    removeIn,
    tellRemoved,
  }
}

type PeopleQuery = ReturnType<typeof selectPeople>
const selectPeople = (database: Database) => database.selectFrom('people').selectAll()

async function findOne(
  database: Database,
  narrow: (query: PeopleQuery) => PeopleQuery,
): Promise<Person | undefined> {
  const row = await narrow(selectPeople(database)).where('removed_ms', 'is', null).executeTakeFirst()
  // Asked for nobody as well, so that an unknown login takes no less time.
  const grants = await grantsOf(database, [row?.id ?? ''])
  return row && personOf(row, grants.get(row.id) ?? [])
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

const known = (person: Person | undefined): Person => {
  if (person === undefined) throw new DomainError('not_found', 'no such person')
  return person
}

async function checkCourt(write: Write, courtId: string | null): Promise<void> {
  if (courtId === null) return
  const court = await write.selectFrom('courts').select('id').where('id', '=', courtId).executeTakeFirst()
  if (court === undefined) throw new DomainError('bad_request', 'a role in a court that is not there')
}

async function changeFacts(write: Write, personId: string, change: PersonChange): Promise<void> {
  const { numUpdatedRows } = await write
    .updateTable('people')
    .set((row) => ({
      name: change.name ?? row.ref('name'),
      language: change.language ?? row.ref('language'),
      email: change.email === undefined ? row.ref('email') : change.email,
    }))
    .where('id', '=', personId)
    .where('removed_ms', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new DomainError('not_found', 'no such person')
}
