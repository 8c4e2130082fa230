import type { Logger } from 'pino'
import { createAccount } from '../access/account.ts'
import { createAccreditations } from '../access/accreditations.ts'
import { createEjections } from '../access/ejections.ts'
import { createListedHearings } from '../access/listed-hearings.ts'
import { createOneTimeLinks } from '../access/one-time-links.ts'
import { createOutlets } from '../access/outlets.ts'
import { createPasskeys } from '../access/passkeys.ts'
import { createCheckPassword } from '../access/passwords.ts'
import { createPeopleOffice } from '../access/people-office.ts'
import { createPeople } from '../access/people.ts'
import { createPools } from '../access/pools.ts'
import { createRightsChanges } from '../access/rights-changes.ts'
import { createRights } from '../access/rights-of-store.ts'
import { sealingKey } from '../access/sealed-secret.ts'
import { createSecondFactor } from '../access/second-factor.ts'
import { createSessions } from '../access/sessions.ts'
import { createSignInThrottle } from '../access/sign-in-throttle.ts'
import { createSignIn } from '../access/sign-in.ts'
import { createUndertakings } from '../access/undertakings.ts'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Config } from '../config.ts'
import type { Owner } from '../owner.ts'
import type { Database } from '../store/open-store.ts'

export interface PeopleOptions {
  config: Config
  database: Database
  audit: AuditLog
  nowMs: () => number
  log: Logger
  owner: Owner
}

export type PeopleParts = Awaited<ReturnType<typeof createPeopleParts>>

/** Who there is, how they sign in, and what they may. */
export async function createPeopleParts({ config, database, audit, nowMs, log }: PeopleOptions) {
  const rightsChanges = createRightsChanges()
  const rights = createRights({ database, nowMs })
  const checkPassword = await createCheckPassword()
  const sessions = createSessions({ database, audit, lifetimeS: config.sessionLifetimeS, nowMs })
  const people = createPeople({ database, audit, sessions, rightsChanges, nowMs })
  const secondFactor = createSecondFactor({
    database,
    audit,
    sealingKey: sealingKey(config.dataDir),
    issuer: 'Press Gallery',
    nowMs,
  })
  const throttle = createSignInThrottle(log)
  const signIn = createSignIn({
    database,
    audit,
    people,
    sessions,
    secondFactor,
    checkPassword,
    throttle,
    log,
  })
  const passkeys = createPasskeys({ database, audit, people, sessions, nowMs })
  const links = createOneTimeLinks({ database, audit, people, sessions, secondFactor, throttle, nowMs })
  const account = createAccount({ database, audit, people, sessions, secondFactor, checkPassword, throttle })
  const peopleOffice = createPeopleOffice({ database, people, links, secondFactor, mailer: null, nowMs })

  const listed = createListedHearings({ database, nowMs })
  const undertakings = createUndertakings({ database, audit, rights, nowMs })
  const accreditations = createAccreditations({
    database,
    audit,
    listed,
    rightsChanges,
    notify: () => undefined,
    nowMs,
  })
  const ejections = createEjections({
    database,
    audit,
    rights,
    rightsChanges,
    // Attendance, which asks rights anew, reads the reason itself.
    ejected: () => undefined,
    nowMs,
  })
  return {
    rightsChanges,
    rights,
    sessions,
    people,
    secondFactor,
    signIn,
    passkeys,
    links,
    account,
    peopleOffice,
    listed,
    undertakings,
    accreditations,
    ejections,
    outlets: createOutlets({ database, audit }),
    pools: createPools({ database, audit, rightsChanges }),
  }
}
