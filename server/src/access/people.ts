import type { AuditLog } from '../audit/audit-log.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Language, RoleGrant } from '../protocol/identifiers.ts'
import type { Database, Write } from '../store/open-store.ts'
import { newId } from './new-id.ts'
import { findByAddress, findPerson, listPeople, type Person } from './person-records.ts'
import type { RightsChanges } from './rights-changes.ts'
import type { CourtScope } from './rights.ts'
import { courtColumn, createRoleGrants } from './role-grants.ts'
import { isPaired } from './session-rows.ts'
import type { Sessions } from './sessions.ts'

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
  outletId?: string | null | undefined
  cardNumber?: string | null | undefined
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

export function createPeople({ database, audit, sessions, rightsChanges, nowMs }: PeopleOptions): People {
  const roles = createRoleGrants(audit)
  const find = (personId: string) => findPerson(database, (row) => row.where('id', '=', personId))

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
    await roles.give(write, personId, person.grants, actorId)
    return personId
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
    for (const table of ['passkeys', 'recovery_codes', 'one_time_links', 'pool_members'] as const) {
      await write.deleteFrom(table).where('person_id', '=', personId).execute()
    }
    await sessions.endAllIn(write, personId, { actorId, devicesToo: true })
    await roles.takeAll(write, personId, actorId)
    await audit.append(write, { kind: 'person.removed', actorId, people: { personId } })
  }
  const tellRemoved = (personId: string): void => {
    sessions.tellEnded({ personId, sessionId: null })
    rightsChanges.changed()
  }

  return {
    find,
    findByLogin: (login) => findPerson(database, (row) => row.where('login', '=', login.toLowerCase())),
    findByEmail: (email) => findByAddress(database, email),
    async courtsOf(personId) {
      const person = await find(personId)
      if (person === undefined || (await isPaired(database, personId))) return []
      const courts = new Set(person.grants.map(({ courtId }) => courtColumn(courtId)))
      return courts.size === 0 ? [''] : [...courts]
    },
    list: (courts, alsoOfNone) => listPeople(database, courts, alsoOfNone),
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
        await roles.give(write, personId, given, actorId)
        await roles.take(write, personId, taken, actorId)
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

const known = (person: Person | undefined): Person => {
  if (person === undefined) throw new DomainError('not_found', 'no such person')
  return person
}

async function changeFacts(write: Write, personId: string, change: PersonChange): Promise<void> {
  const { numUpdatedRows } = await write
    .updateTable('people')
    .set((row) => ({
      name: change.name ?? row.ref('name'),
      language: change.language ?? row.ref('language'),
      email: change.email === undefined ? row.ref('email') : change.email,
      outlet_id: change.outletId === undefined ? row.ref('outlet_id') : change.outletId,
      card_number: change.cardNumber === undefined ? row.ref('card_number') : change.cardNumber,
    }))
    .where('id', '=', personId)
    .where('removed_ms', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new DomainError('not_found', 'no such person')
}
