import type { Logger } from 'pino'
import type { AuditLog } from '../audit/audit-log.ts'
import { DomainError } from '../protocol/errors.ts'
import type { Database } from '../store/open-store.ts'
import type { CheckPassword } from './passwords.ts'
import type { People } from './people.ts'
import type { Person } from './person-records.ts'
import type { SecondFactor } from './second-factor.ts'
import type { Begun, Browser, Sessions } from './sessions.ts'
import type { Attempt, SignInThrottle } from './sign-in-throttle.ts'

export interface SignInRequest extends Browser {
  login: string
  password: string
  /** Of the second factor, where one was asked for. */
  code?: string | undefined
}

export interface SignedInNow extends Begun {
  person: Person
}

/**
 * Throws DomainError `wrong_login`, `too_many_requests`, or `second_factor_needed` where the password was right and a code is wanted
 * as well. An unknown login takes the time of a wrong password and gets its answer.
 */
export type SignIn = (request: SignInRequest) => Promise<SignedInNow>

export interface SignInOptions {
  database: Database
  audit: AuditLog
  people: Pick<People, 'findByLogin'>
  sessions: Pick<Sessions, 'beginIn' | 'knowsDevice'>
  secondFactor: Pick<SecondFactor, 'spendIn'>
  checkPassword: CheckPassword
  throttle: SignInThrottle
  log: Logger
}

export function createSignIn(options: SignInOptions): SignIn {
  const { database, audit, people, sessions, secondFactor, checkPassword, throttle, log } = options

  const failed = async (attempt: Attempt, personId: string | null): Promise<never> => {
    await throttle.failed(attempt)
    // What was typed as the login is not kept: it may be a password that went into the wrong field.
    await database
      .transaction()
      .execute((write) =>
        audit.append(write, { kind: 'session.failed', actorId: null, people: { personId } }),
      )
    log.info({ address: attempt.address }, 'sign-in failed')
    throw new DomainError('wrong_login', 'unknown login, wrong password or wrong code')
  }

  return async (request) => {
    const login = request.login.trim().toLowerCase()
    const found = await people.findByLogin(login)
    // Asked for an unknown login as well, so that it takes no less time.
    const known = await sessions.knowsDevice(request.deviceId ?? '', found?.personId ?? '')
    const attempt = { login, address: request.address, knownDevice: known ? request.deviceId : undefined }
    await throttle.begin(attempt)
    const matches = await checkPassword(found?.passwordHash ?? null, request.password)
    if (!matches || found === undefined) return failed(attempt, found?.personId ?? null)

    const { code } = request
    if (found.totp) {
      if (code === undefined || code === '') {
        await throttle.forgive(attempt)
        throw new DomainError('second_factor_needed', 'the password was right, a code is wanted as well')
      }
      await throttle.beginCode(attempt)
    }
    const begun = await database.transaction().execute(async (write) => {
      const given = found.totp ? await secondFactor.spendIn(write, found.personId, code ?? '') : undefined
      if (given === null) return null
      return sessions.beginIn(write, found.personId, 'password', request, { secondFactor: given })
    })
    if (begun === null) return failed(attempt, found.personId)
    await throttle.forgive(attempt)
    if (found.totp) await throttle.forgiveCode(attempt)
    log.info({ personId: found.personId, address: request.address }, 'signed in')
    return { ...begun, person: found }
  }
}
