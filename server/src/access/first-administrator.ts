import { DomainError } from '../protocol/errors.ts'
import type { Language } from '../protocol/identifiers.ts'
import type { Database } from '../store/open-store.ts'
import type { OneTimeLink, OneTimeLinks } from './one-time-links.ts'
import type { People } from './people.ts'
import type { Person } from './person-records.ts'

export interface FirstAdministratorOptions {
  database: Database
  people: Pick<People, 'list' | 'createIn' | 'findByLogin'>
  links: Pick<OneTimeLinks, 'makeIn'>
}

export interface FirstAdministrator {
  login: string
  name: string
  language: Language
  /** Also where there is an administrator already. */
  another: boolean
}

/**
 * A link for an administrator of all courts, with which an installation begins. Somebody who was made by an earlier call and
 * has not used the link gets a new one. Throws `taken` where an administrator of all courts, or somebody else with the login, is there.
 */
export async function inviteFirstAdministrator(
  { database, people, links }: FirstAdministratorOptions,
  { login, name, language, another }: FirstAdministrator,
): Promise<OneTimeLink> {
  const administrators = (await people.list('all', true)).filter(isAdministratorOfAll)
  const waiting = administrators.find((person) => person.login === login && person.passwordHash === null)
  if (waiting === undefined && !another && administrators.length > 0) {
    throw new DomainError('taken', 'there is an administrator already')
  }
  return database.transaction().execute(async (write) => {
    const personId =
      waiting?.personId ??
      (await people.createIn(
        write,
        { login, name, language, grants: [{ role: 'administrator', courtId: null }] },
        null,
      ))
    return links.makeIn(write, 'first_administrator', personId, null)
  })
}

const isAdministratorOfAll = ({ grants }: Person): boolean =>
  grants.some(({ role, courtId }) => role === 'administrator' && courtId === null)
