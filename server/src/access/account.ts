import type { AuditLog } from '../audit/audit-log.ts'
import type { AccountAnswer, AccountChangeRequest } from '../protocol/account.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Database } from '../store/open-store.ts'
import { checkNewPassword, hashPassword, type CheckPassword } from './passwords.ts'
import type { People } from './people.ts'
import type { Person } from './person-records.ts'
import type { SignedIn } from './rights.ts'
import type { SecondFactor } from './second-factor.ts'
import type { Sessions } from './sessions.ts'
import type { SignInThrottle } from './sign-in-throttle.ts'

/** What somebody who is signed in may change of themselves. */
export interface Account {
  show(signedIn: SignedIn): Promise<AccountAnswer>
  change(signedIn: SignedIn, change: AccountChangeRequest): Promise<AccountAnswer>
  /** Ends all one's other sessions. Throws `wrong_login` for the current one, `bad_request` for the next one, `too_many_requests`. */
  changePassword(signedIn: SignedIn, address: string, current: string, next: string): Promise<void>
  /** Before what a borrowed browser must not do. Throws `wrong_login`, `too_many_requests`. */
  askPassword(signedIn: SignedIn, address: string, password: string): Promise<void>
}

export interface AccountOptions {
  database: Database
  audit: AuditLog
  people: Pick<People, 'find' | 'change'>
  sessions: Pick<Sessions, 'endAllIn' | 'tellEnded'>
  secondFactor: Pick<SecondFactor, 'recoveryCodesLeft'>
  checkPassword: CheckPassword
  throttle: SignInThrottle
}

export function createAccount(options: AccountOptions): Account {
  const { database, audit, people, sessions, secondFactor, checkPassword, throttle } = options

  const personOf = async ({ personId }: SignedIn): Promise<Person> => {
    const person = await people.find(personId)
    if (person === undefined) throw new DomainError('not_signed_in', 'gone a moment ago')
    return person
  }
  const answer = async (person: Person): Promise<AccountAnswer> => ({
    personId: person.personId,
    login: person.login,
    name: person.name,
    email: person.email,
    language: person.language,
    grants: [...person.grants],
    hasPassword: person.passwordHash !== null,
    totp: person.totp,
    recoveryCodesLeft: await secondFactor.recoveryCodesLeft(person.personId),
  })
  const askPassword = async (signedIn: SignedIn, address: string, password: string): Promise<Person> => {
    const person = await personOf(signedIn)
    // Each session has a count of its own, as a browser that is known has at the door.
    const attempt = { login: person.login, address, knownDevice: signedIn.sessionId }
    await throttle.begin(attempt)
    if (!(await checkPassword(person.passwordHash, password))) {
      throw new DomainError('wrong_login', 'not the password')
    }
    await throttle.forgive(attempt)
    return person
  }

  return {
    show: async (signedIn) => answer(await personOf(signedIn)),
    change: async ({ personId }, { name, language }) =>
      answer(await people.change(personId, { name, language }, personId)),
    async changePassword(signedIn, address, current, next) {
      const person = await askPassword(signedIn, address, current)
      checkNewPassword(person.login, next)
      const passwordHash = await hashPassword(next)
      const { personId, sessionId } = signedIn
      await database.transaction().execute(async (write) => {
        await write
          .updateTable('people')
          .set({ password_hash: passwordHash })
          .where('id', '=', personId)
          .where('removed_ms', 'is', null)
          .execute()
        await write.deleteFrom('one_time_links').where('person_id', '=', personId).execute()
        await sessions.endAllIn(write, personId, { actorId: personId, exceptSessionId: sessionId })
        await audit.append(write, { kind: 'password.changed', actorId: personId })
      })
      sessions.tellEnded({ personId, sessionId: null })
    },
    async askPassword(signedIn, address, password) {
      await askPassword(signedIn, address, password)
    },
  }
}
