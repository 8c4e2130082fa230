import type { Logger } from 'pino'
import type { AuditLog } from '../audit/audit-log.ts'
import type { Mailer } from '../mail/mailer.ts'
import type { Database } from '../store/open-store.ts'
import { createAccount, type Account } from './account.ts'
import { createDevicePresence, type DevicePresence } from './device-presence.ts'
import { createDevices, type Devices } from './devices.ts'
import { createDirectory, type Directory, type DirectorySettings } from './directory.ts'
import { createOneTimeLinks, type OneTimeLinks } from './one-time-links.ts'
import { createPairings, type Pairings } from './pairings.ts'
import { createPasskeys, type Passkeys } from './passkeys.ts'
import { createCheckPassword, type CheckPassword } from './passwords.ts'
import { createPeopleOffice, type PeopleOffice } from './people-office.ts'
import { createPeople, type People } from './people.ts'
import type { RightsChanges } from './rights-changes.ts'
import { createSecondFactor, type SecondFactor } from './second-factor.ts'
import { createSessions, type Sessions } from './sessions.ts'
import { createSignInThrottle, type SignInLimits, type SignInThrottle } from './sign-in-throttle.ts'
import { createSignIn, type SignIn } from './sign-in.ts'

export interface PeopleParts {
  people: People
  sessions: Sessions
  signIn: SignIn
  secondFactor: SecondFactor
  passkeys: Passkeys
  links: OneTimeLinks
  account: Account
  peopleOffice: PeopleOffice
  /** Null: the court has none, or lets nobody in by it. */
  directory: Directory | null
  checkPassword: CheckPassword
  throttle: SignInThrottle
  pairings: Pairings
  devices: Devices
  devicePresence: DevicePresence
}

export interface PeoplePartsOptions {
  database: Database
  audit: AuditLog
  rightsChanges: Pick<RightsChanges, 'changed'>
  /** See `sealed-secret.ts`. */
  sealingKey: Buffer
  sessionLifetimeS: number
  /** Null: no mail server is set. */
  mailer: Pick<Mailer, 'send'> | null
  /** Null: nobody signs in by a directory. */
  directory: DirectorySettings | null
  nowMs: () => number
  log: Logger
  limits?: SignInLimits
}

/** People, and the ways in: each part with those that it leans on. */
export async function createPeopleParts(options: PeoplePartsOptions): Promise<PeopleParts> {
  const { database, audit, rightsChanges, sealingKey, sessionLifetimeS, mailer, nowMs, log } = options
  const store = { database, audit, nowMs }
  const sessions = createSessions({ ...store, lifetimeS: sessionLifetimeS, log })
  const people = createPeople({ ...store, sessions, rightsChanges })
  const secondFactor = createSecondFactor({ ...store, sealingKey, issuer: 'Press Gallery' })
  const checkPassword = await createCheckPassword()
  const throttle = createSignInThrottle(log, options.limits)
  const ways = { ...store, people, sessions, secondFactor, checkPassword, throttle }
  const links = createOneTimeLinks(ways)
  const pairings = createPairings({ nowMs })
  return {
    people,
    sessions,
    secondFactor,
    checkPassword,
    throttle,
    links,
    pairings,
    devices: createDevices({ ...store, people, sessions, pairings }),
    devicePresence: createDevicePresence(),
    signIn: createSignIn({ ...ways, log }),
    passkeys: createPasskeys(ways),
    account: createAccount(ways),
    peopleOffice: createPeopleOffice({ ...store, people, links, secondFactor, mailer }),
    directory:
      options.directory === null
        ? null
        : createDirectory({ ...ways, settings: options.directory, sealingKey, log }),
  }
}
